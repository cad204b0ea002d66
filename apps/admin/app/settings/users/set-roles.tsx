import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { Notice } from '~/ui/notice';
import { CheckList } from '../check-list';
import { refusedWithTicks } from '../refused-with-ticks.server';
import { ROLE_CHOICES, rolesIn } from './role-words';
import { readUser } from './user-document.server';
import { userLinks } from './user-links';

const SetRoles = graphql(
  `
    mutation SetRoles($input: UserSetRolesInput!) {
      userSetRoles(input: $input) {
        __typename
        ... on UserSetRolesSuccess {
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

export const meta: MetaFunction = () => [{ title: 'Change roles · Rollcall' }];

export const loader = pageLoader(async (page) => ({ ...(await readUser(page)), actKey: newActKey() }));

export const action = pageAction(async ({ ask, uen, form, text, param, links, context }) => {
  const { userSetRoles } = await ask(SetRoles, {
    input: { userId: param('userId'), provider: uen, roles: rolesIn(form), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(userSetRoles);
  if ('fault' in outcome) return refusedWithTicks(outcome.fault, form, 'roles');
  return redirectWithToast(context, links.user(param('userId')), {
    message: `${outcome.done.user.name} has these roles from now on.`,
  });
});

export default function SetRolesDialog() {
  const { user, rolesHere, actKey } = useLoaderData<typeof loader>();
  const { links, name } = useProvider();
  const { page } = userLinks(links, user.id);
  return (
    <ActDialog title={`Roles of ${user.name}`} closeTo={page}>
      <ActForm submit="Save" closeTo={page} actKey={actKey}>
        <CheckList legend={`At ${name}`} name="roles" choices={ROLE_CHOICES} ticked={rolesHere} />
        <Notice>
          It counts from their next request on. Without any role they have no access here, and the API keys they made here are
          revoked.
        </Notice>
      </ActForm>
    </ActDialog>
  );
}
