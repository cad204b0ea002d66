import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { recentChanges } from '~/api/recent-changes.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { readWebhook } from './webhook-document.server';

const RemoveWebhook = graphql(
  `
    mutation RemoveWebhook($input: WebhookInput!) {
      webhookRemove(input: $input) {
        __typename
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Remove a webhook · Settings · Rollcall' }];

export const loader = pageLoader(async (page) => ({ ...(await readWebhook(page)), actKey: newActKey() }));

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const webhookId = param('webhookId');
  const { webhookRemove } = await ask(RemoveWebhook, {
    input: { webhookId, expectedVersion: Number(text('expectedVersion')), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(webhookRemove);
  if ('fault' in outcome) return refused(outcome.fault, form, await recentChanges(ask, webhookId));
  return redirectWithToast(context, links.webhooks, { message: 'The webhook was removed.' });
});

export default function RemoveWebhookDialog() {
  const { webhook, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const page = links.webhook(webhook.id);
  return (
    <ActDialog title="Remove the webhook" closeTo={page}>
      <ActForm submit="Remove" danger closeTo={page} actKey={actKey} version={webhook.version}>
        <p>
          Nothing is sent to {webhook.url} any more, and its messages go with it. To stop it for a while, change it and switch it
          off.
        </p>
      </ActForm>
    </ActDialog>
  );
}
