import { Notice } from '~/ui/notice';
import { SecretOnce } from '../secret-once';

/** The secret of a webhook, told once; null where it was told before. */
export function ToldSecret({ secret }: { secret: string | null }) {
  if (secret === null)
    return (
      <Notice tone="warn" title="The secret was told before.">
        Where it was not kept, give the webhook another one.
      </Notice>
    );
  return (
    <SecretOnce label="Signing secret" secret={secret}>
      With it the receiver checks the signature of each message. Keep it where the receiver’s other secrets are.
    </SecretOnce>
  );
}
