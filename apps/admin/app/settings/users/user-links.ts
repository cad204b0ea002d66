import type { Links } from '~/links';

/** The dialogs of a user's page. */
export const userLinks = ({ user }: Links, id: string) => ({
  page: user(id),
  roles: `${user(id)}/roles`,
  deactivate: `${user(id)}/deactivate`,
  reactivate: `${user(id)}/reactivate`,
  passwordLink: `${user(id)}/password-link`,
});
