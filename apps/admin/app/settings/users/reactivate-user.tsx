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

const ReactivateUser = graphql(
  `
    mutation ReactivateUser($input: UserReactivateInput!) {
      userReactivate(input: $input) {
        __typename
        ... on UserReactivateSuccess {
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

export const meta: MetaFunction = () => [{ title: 'Reactivate · Rollcall' }];

export const loader = pageLoader(async (page) => ({ ...(await readUser(page)), actKey: newActKey() }));

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const { userReactivate } = await ask(ReactivateUser, {
    input: { userId: param('userId'), reason: text('reason'), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(userReactivate);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const { name } = outcome.done.user;
  return redirectWithToast(context, links.user(param('userId')), { message: `${name} may sign in again.` });
});

export default function ReactivateUserDialog() {
  const { user, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { page } = userLinks(links, user.id);
  return (
    <ActDialog title={`Let ${user.name} sign in again`} closeTo={page}>
      <ActForm submit="Let sign in" closeTo={page} actKey={actKey}>
        <p>{user.name} signs in again with the password and the roles they had. API keys that were revoked stay so.</p>
        <ReasonField />
      </ActForm>
    </ActDialog>
  );
}
