import { ToneBadge } from '~/ui/tone-badge';

/** Whether messages are sent, and arrive. */
export function WebhookState({
  webhook,
}: {
  webhook: { active: boolean; failingSince: string | null; disabledReason: string | null };
}) {
  if (webhook.disabledReason !== null && !webhook.active) return <ToneBadge tone="bad">Switched off by Rollcall</ToneBadge>;
  if (!webhook.active) return <ToneBadge tone="calm">Off</ToneBadge>;
  return webhook.failingSince ? <ToneBadge tone="warn">Failing</ToneBadge> : <ToneBadge tone="good">On</ToneBadge>;
}
