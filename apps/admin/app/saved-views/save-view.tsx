import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { plainSearch } from './same-search';
import { SaveView } from './save-view.server';
import { ViewFields } from './view-fields';
import { viewedPage } from './viewed-pages';

export const loader = pageLoader(async ({ url }) => ({
  page: url.searchParams.get('page') ?? '',
  search: plainSearch(url.searchParams.get('search') ?? ''),
  actKey: newActKey(),
}));

export const action = pageAction(async ({ ask, form, text, uen, url, links, context }) => {
  const page = url.searchParams.get('page') ?? '';
  const search = plainSearch(url.searchParams.get('search') ?? '');
  const { savedViewSave } = await ask(SaveView, {
    input: {
      provider: uen,
      page,
      search,
      name: text('name'),
      shared: text('shared') === 'yes',
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(savedViewSave);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const { savedView } = outcome.done;
  return redirectWithToast(context, viewedPage(savedView.page).to(links, savedView.search), {
    message: `“${savedView.name}” is among your views now.`,
  });
});

export default function SaveThisView() {
  const { page, search, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { title, to } = viewedPage(page);
  const closeTo = to(links, search);
  return (
    <ActDialog title="Save this view" closeTo={closeTo}>
      <p style={{ margin: 0 }}>
        Keeps the filters, the order and the columns of {title} under a name. Rows are looked up anew each time.
      </p>
      <ActForm submit="Save view" closeTo={closeTo} actKey={actKey}>
        <ViewFields />
      </ActForm>
    </ActDialog>
  );
}
