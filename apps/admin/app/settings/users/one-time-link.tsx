import type { ResultOf } from '~/api/graphql';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { SecretOnce } from '../secret-once';
import type { PasswordLinkFragment } from './password-link.server';

type PasswordLink = ResultOf<typeof PasswordLinkFragment>;

/** Where the link has to be handed over by hand, or has not arrived. Mailed ones need no more than a word. */
export function OneTimeLink({ name, passwordLink }: { name: string; passwordLink: PasswordLink }) {
  const { link, expiresAt, message, remedy } = passwordLink;
  if (link)
    return (
      <>
        <SecretOnce label={`Link for ${name}`} secret={link}>
          {`This installation sends no mail. Give the link to ${name} yourself, and to nobody else: whoever has it becomes them.`}
        </SecretOnce>
        {expiresAt && (
          <p>
            It works once, until <Moment at={expiresAt} />.
          </p>
        )}
      </>
    );
  return (
    <Notice tone="bad" title={message ?? 'The link did not reach them.'}>
      {remedy ?? 'Send another one from their page.'}
    </Notice>
  );
}

/** Whether a page must show the link, or say that it did not arrive, before it goes on. */
export const needsShowing = ({ outcome }: PasswordLink): boolean => outcome === 'HANDED_OVER' || outcome === 'NOT_DELIVERED';
