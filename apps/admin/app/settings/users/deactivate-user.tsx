import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { readUser } from './user-document.server';
import { userLinks } from './user-links';

const DeactivateUser = graphql(
  `
    mutation DeactivateUser($input: UserDeactivateInput!) {
      userDeactivate(input: $input) {
        __typename
        ... on UserDeactivateSuccess {
          user {
            name
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Deactivate · Rollcall' }];

export const loader = pageLoader(async (page) => ({ ...(await readUser(page)), actKey: newActKey() }));

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const { userDeactivate } = await ask(DeactivateUser, {
    input: { userId: param('userId'), reason: text('reason'), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(userDeactivate);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const { name } = outcome.done.user;
  return redirectWithToast(context, links.user(param('userId')), { message: `${name} cannot sign in any more.` });
});

export default function DeactivateUserDialog() {
  const { user, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { page } = userLinks(links, user.id);
  return (
    <ActDialog title={`Deactivate ${user.name}`} closeTo={page}>
      <ActForm submit="Deactivate" danger closeTo={page} actKey={actKey}>
        <p>
          Takes {user.name}’s access away at once, everywhere: open sessions end, and the API keys they made are revoked. Their
          roles, and what they are assigned to teach, stay.
        </p>
        <ReasonField />
      </ActForm>
    </ActDialog>
  );
}
