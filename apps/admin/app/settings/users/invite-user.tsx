import { Button, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, useFieldFault, useTyped } from '~/ui/act-form';
import { CheckList } from '../check-list';
import { onceOnly } from '../once-only.server';
import { refusedWithTicks } from '../refused-with-ticks.server';
import { needsShowing, OneTimeLink } from './one-time-link';
import { PasswordLinkFragment } from './password-link.server';
import { ROLE_CHOICES, rolesIn } from './role-words';

const InviteUser = graphql(
  `
    mutation InviteUser($input: UserInviteInput!) {
      userInvite(input: $input) {
        __typename
        ... on UserInviteSuccess {
          user {
            id
            name
            email
          }
          passwordLink {
            ...OneTimeLink
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment, PasswordLinkFragment],
);

interface Invited {
  invited?: { id: string; name: string; passwordLink: ResultOf<typeof PasswordLinkFragment> };
}

export const meta: MetaFunction = () => [{ title: 'Invite somebody · Settings · Rollcall' }];

export const loader = pageLoader(async () => ({ actKey: newActKey() }));

export const action = pageAction(async ({ ask, uen, form, text, links, context }) => {
  const { userInvite } = await ask(InviteUser, {
    input: {
      provider: uen,
      name: text('name'),
      email: text('email'),
      roles: rolesIn(form),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(userInvite);
  if ('fault' in outcome) return refusedWithTicks(outcome.fault, form, 'roles');
  const { user, passwordLink } = outcome.done;
  if (needsShowing(passwordLink)) return onceOnly({ invited: { id: user.id, name: user.name, passwordLink } });
  const isMailed = passwordLink.outcome === 'MAILED';
  return redirectWithToast(context, links.users, {
    message: isMailed ? `${user.name} was invited; the link went to ${user.email}.` : `${user.name} has the roles now.`,
  });
});

export default function InviteUserDialog() {
  const { actKey } = useLoaderData<typeof loader>();
  const invited = useActionData<Invited>()?.invited;
  const { links, name } = useProvider();
  if (invited)
    return (
      <ActDialog title={`${invited.name} was invited`} closeTo={links.users}>
        <OneTimeLink name={invited.name} passwordLink={invited.passwordLink} />
        <div>
          <Button component={Link} to={links.user(invited.id)} variant="default">
            To their page
          </Button>
        </div>
      </ActDialog>
    );
  return (
    <ActDialog title="Invite somebody" closeTo={links.users}>
      <ActForm submit="Invite" closeTo={links.users} actKey={actKey}>
        <Fields />
        <CheckList legend={`Roles at ${name}`} name="roles" choices={ROLE_CHOICES} ticked={[]} />
      </ActForm>
    </ActDialog>
  );
}

function Fields() {
  return (
    <>
      <TextInput
        name="name"
        label="Name"
        required
        maxLength={200}
        defaultValue={useTyped('name')}
        error={useFieldFault('name')}
      />
      <TextInput
        type="email"
        name="email"
        label="E-mail"
        description="They sign in with it. Whoever has an account here gets the roles alone."
        required
        defaultValue={useTyped('email')}
        error={useFieldFault('email')}
      />
    </>
  );
}
