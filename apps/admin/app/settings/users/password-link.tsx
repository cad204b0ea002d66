import type { MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { onceOnly } from '../once-only.server';
import { needsShowing, OneTimeLink } from './one-time-link';
import { PasswordLinkFragment } from './password-link.server';
import { readUser } from './user-document.server';
import { userLinks } from './user-links';

const SendPasswordLink = graphql(
  `
    mutation SendPasswordLink($input: UserPasswordLinkSendInput!) {
      userPasswordLinkSend(input: $input) {
        __typename
        ... on UserPasswordLinkSendSuccess {
          user {
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

export const meta: MetaFunction = () => [{ title: 'One-time link · Rollcall' }];

export const loader = pageLoader(async (page) => ({ ...(await readUser(page)), actKey: newActKey() }));

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const userId = param('userId');
  const { userPasswordLinkSend } = await ask(SendPasswordLink, { input: { userId, idempotencyKey: text('idempotencyKey') } });
  const outcome = outcomeOf(userPasswordLinkSend);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const { user, passwordLink } = outcome.done;
  if (needsShowing(passwordLink)) return onceOnly({ passwordLink });
  return redirectWithToast(context, links.user(userId), {
    message: passwordLink.outcome === 'MAILED' ? `The link went to ${user.email}.` : 'A link was sent before.',
  });
});

export default function PasswordLinkDialog() {
  const { user, actKey } = useLoaderData<typeof loader>();
  const passwordLink = useActionData<{ passwordLink?: ResultOf<typeof PasswordLinkFragment> }>()?.passwordLink;
  const { links } = useProvider();
  const { page } = userLinks(links, user.id);
  return (
    <ActDialog title={`A one-time link for ${user.name}`} closeTo={page}>
      {passwordLink ? (
        <OneTimeLink name={user.name} passwordLink={passwordLink} />
      ) : (
        <ActForm submit="Make the link" closeTo={page} actKey={actKey}>
          <p>
            {user.signedUp
              ? `With it ${user.name} chooses a new password, within a day.`
              : `With it ${user.name} chooses a password and signs in, within seven days.`}{' '}
            It is mailed to {user.email}, or shown here once where this installation sends no mail.
          </p>
        </ActForm>
      )}
    </ActDialog>
  );
}
