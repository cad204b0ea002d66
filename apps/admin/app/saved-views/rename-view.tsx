import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { SaveView } from './save-view.server';
import { ownView } from './saved-views.server';
import { ViewFields } from './view-fields';
import { viewedPage } from './viewed-pages';

export const loader = pageLoader(async ({ ask, uen, param }) => ({
  view: await ownView(ask, uen, param('viewId')),
  actKey: newActKey(),
}));

export const action = pageAction(async ({ ask, form, text, uen, links, param, context }) => {
  const { id, page, search } = await ownView(ask, uen, param('viewId'));
  const { savedViewSave } = await ask(SaveView, {
    input: {
      savedViewId: id,
      provider: uen,
      page,
      search,
      name: text('name'),
      shared: text('shared') === 'yes',
      expectedVersion: Number(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(savedViewSave);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const { savedView } = outcome.done;
  return redirectWithToast(context, viewedPage(page).to(links, savedView.search), {
    message: `The view is called “${savedView.name}” now.`,
  });
});

export default function RenameView() {
  const { view, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const closeTo = viewedPage(view.page).to(links, view.search);
  return (
    <ActDialog title={`Rename “${view.name}”`} closeTo={closeTo}>
      <ActForm submit="Save view" closeTo={closeTo} actKey={actKey} version={view.version}>
        <ViewFields name={view.name} shared={view.shared} />
      </ActForm>
    </ActDialog>
  );
}
