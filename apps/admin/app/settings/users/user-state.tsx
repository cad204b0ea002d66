import { ToneBadge } from '~/ui/tone-badge';

/** Whether somebody may sign in, and has. */
export function UserState({ user }: { user: { active: boolean; signedUp: boolean } }) {
  if (!user.active) return <ToneBadge tone="calm">Deactivated</ToneBadge>;
  return user.signedUp ? <ToneBadge tone="good">Active</ToneBadge> : <ToneBadge tone="info">Invited</ToneBadge>;
}
