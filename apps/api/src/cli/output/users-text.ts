import type { PasswordLink } from '../../modules/users/deliver-password-link.js';
import type { ListedUser } from '../../modules/users/list-users.js';
import { momentText } from './moment-text.js';
import { table } from './table.js';

/** Users for people, one a line. */
export function usersText(users: readonly ListedUser[]): string {
  return table(
    ['name', 'e-mail', 'state', 'roles'],
    users.map((user) => [user.name, user.email, stateOf(user), rolesOf(user)]),
  );
}

function stateOf({ active, signedUp }: ListedUser): string {
  if (!active) return 'inactive';
  return signedUp ? 'active' : 'invited';
}

function rolesOf({ installationAdmin, roles }: ListedUser): string {
  const held = roles.map(({ provider, roles: names }) => `${provider}: ${names.join(', ')}`);
  return [...(installationAdmin ? ['installation admin'] : []), ...held].join('; ') || 'none';
}

/** What became of a one-time link: the link itself on lines of its own, so that it can be copied. */
export function passwordLinkText(made: PasswordLink, email: string): string {
  switch (made.outcome) {
    case 'mailed':
      return `A link was mailed to ${email}. It works once, until ${momentText(made.expiresAt, 'UTC')} UTC.`;
    case 'handed_over':
      return [
        `Give this link to ${email}, and to nobody else: whoever has it becomes them.`,
        made.link,
        `It works once, until ${momentText(made.expiresAt, 'UTC')} UTC, and is not shown again.`,
      ].join('\n');
    case 'not_delivered':
      return `${made.reason}\n${made.remedy}`;
    case 'not_needed':
      return `${email} has signed up already, and needs no link.`;
    case 'answered_before':
      return 'The link was told before. Another one: rollcall user link';
  }
}
