import { Checkbox } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActForm } from '~/ui/act-form';
import { Section } from '~/ui/section';
import { BackLink } from '../back-link';
import { refusedWithTicks } from '../refused-with-ticks.server';
import { SettingsForm } from '../settings-form';
import { useTicked } from '../use-ticked';
import { kindsIn } from './kind-words';
import { readWebhook } from './webhook-document.server';
import { WebhookFields } from './webhook-fields';
import { webhookLinks } from './webhook-links';

const UpdateWebhook = graphql(
  `
    mutation UpdateWebhook($input: WebhookUpdateInput!) {
      webhookUpdate(input: $input) {
        __typename
        ... on WebhookUpdateSuccess {
          webhook {
            id
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Change a webhook · Settings · Rollcall' }];

export const loader = pageLoader(async (page) => ({ ...(await readWebhook(page)), actKey: newActKey() }));

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const webhookId = param('webhookId');
  const { webhookUpdate } = await ask(UpdateWebhook, {
    input: {
      webhookId,
      url: text('url'),
      description: text('description'),
      kinds: kindsIn(form),
      active: form.has('active'),
      expectedVersion: Number(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(webhookUpdate);
  if ('fault' in outcome) return refusedWithTicks(outcome.fault, form, 'kinds');
  return redirectWithToast(context, links.webhook(webhookId), { message: 'The webhook was changed.' });
});

export default function EditWebhookPage() {
  const { webhook, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { id, url, description, kinds, active, version } = webhook;
  return (
    <>
      <BackLink to={links.webhook(id)}>Webhook</BackLink>
      <Section title="Change the webhook">
        <SettingsForm>
          <ActForm submit="Save" closeTo={webhookLinks(links, id).page} actKey={actKey} version={version}>
            <WebhookFields url={url} description={description ?? ''} kinds={kinds} />
            <Checkbox
              name="active"
              label="Send messages"
              description="Switched off, what waits is given up; what happens until it is on again is not told."
              defaultChecked={useTicked('active', active)}
            />
          </ActForm>
        </SettingsForm>
      </Section>
    </>
  );
}
