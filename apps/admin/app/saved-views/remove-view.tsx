import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { ownView } from './saved-views.server';
import { viewedPage } from './viewed-pages';

const RemoveView = graphql(
  `
    mutation RemoveView($input: SavedViewRemoveInput!) {
      savedViewRemove(input: $input) {
        __typename
        ... on SavedViewRemoveSuccess {
          savedViewId
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const loader = pageLoader(async ({ ask, uen, param }) => ({
  view: await ownView(ask, uen, param('viewId')),
  actKey: newActKey(),
}));

export const action = pageAction(async ({ ask, form, text, uen, links, param, context }) => {
  const { id, name, page, search, shared } = await ownView(ask, uen, param('viewId'));
  const input = { savedViewId: id, idempotencyKey: text('idempotencyKey') };
  const outcome = outcomeOf((await ask(RemoveView, { input })).savedViewRemove);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(context, viewedPage(page).to(links, search), {
    message: `“${name}” is no longer among the views. The list itself is as it was.`,
    undo: {
      label: 'Undo',
      action: links.saveView(page, search),
      fields: { name, shared: shared ? 'yes' : '', idempotencyKey: newActKey() },
    },
  });
});

export default function RemoveThisView() {
  const { view, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const closeTo = viewedPage(view.page).to(links, view.search);
  return (
    <ActDialog title={`Remove “${view.name}”`} closeTo={closeTo}>
      <p style={{ margin: 0 }}>
        {view.shared ? 'Nobody here sees this view any more.' : 'You do not see this view any more.'} No class is touched.
      </p>
      <ActForm submit="Remove view" danger closeTo={closeTo} actKey={actKey} />
    </ActDialog>
  );
}
