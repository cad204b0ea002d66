import type { MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { recentChanges } from '~/api/recent-changes.server';
import { useProvider } from '~/shell/provider';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { onceOnly } from '../once-only.server';
import { ToldSecret } from './told-secret';
import { readWebhook } from './webhook-document.server';

const RotateSecret = graphql(
  `
    mutation RotateSecret($input: WebhookInput!) {
      webhookSecretRotate(input: $input) {
        __typename
        ... on WebhookSecretRotateSuccess {
          secret
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Another secret · Settings · Rollcall' }];

export const loader = pageLoader(async (page) => ({ ...(await readWebhook(page)), actKey: newActKey() }));

export const action = pageAction(async ({ ask, form, text, param }) => {
  const webhookId = param('webhookId');
  const { webhookSecretRotate } = await ask(RotateSecret, {
    input: { webhookId, expectedVersion: Number(text('expectedVersion')), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(webhookSecretRotate);
  if ('fault' in outcome) return refused(outcome.fault, form, await recentChanges(ask, webhookId));
  return onceOnly({ rotated: { secret: outcome.done.secret } });
});

export default function RotateSecretDialog() {
  const { webhook, actKey } = useLoaderData<typeof loader>();
  const rotated = useActionData<{ rotated?: { secret: string | null } }>()?.rotated;
  const { links } = useProvider();
  const page = links.webhook(webhook.id);
  return (
    <ActDialog title="Another secret" closeTo={page}>
      {rotated ? (
        <ToldSecret secret={rotated.secret} />
      ) : (
        <ActForm submit="Make another secret" danger closeTo={page} actKey={actKey} version={webhook.version}>
          <p>
            The secret that {webhook.url} has signs nothing any more, at once: until it has the other one, it will refuse
            messages, and Rollcall tries them again.
          </p>
        </ActForm>
      )}
    </ActDialog>
  );
}
