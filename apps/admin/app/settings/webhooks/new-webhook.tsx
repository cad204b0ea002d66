import { Button } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActForm } from '~/ui/act-form';
import { Section } from '~/ui/section';
import { BackLink } from '../back-link';
import { onceOnly } from '../once-only.server';
import { refusedWithTicks } from '../refused-with-ticks.server';
import { SettingsForm } from '../settings-form';
import { kindsIn } from './kind-words';
import { ToldSecret } from './told-secret';
import { WebhookFields } from './webhook-fields';

const CreateWebhook = graphql(
  `
    mutation CreateWebhook($input: WebhookCreateInput!) {
      webhookCreate(input: $input) {
        __typename
        ... on WebhookCreateSuccess {
          secret
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

export const meta: MetaFunction = () => [{ title: 'New webhook · Settings · Rollcall' }];

export const loader = pageLoader(async () => ({ actKey: newActKey() }));

export const action = pageAction(async ({ ask, uen, form, text, optional }) => {
  const { webhookCreate } = await ask(CreateWebhook, {
    input: {
      provider: uen,
      url: text('url'),
      description: optional('description'),
      kinds: kindsIn(form),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(webhookCreate);
  if ('fault' in outcome) return refusedWithTicks(outcome.fault, form, 'kinds');
  return onceOnly({ made: { id: outcome.done.webhook.id, secret: outcome.done.secret } });
});

export default function NewWebhookPage() {
  const { actKey } = useLoaderData<typeof loader>();
  const made = useActionData<{ made?: { id: string; secret: string | null } }>()?.made;
  const { links } = useProvider();
  return (
    <>
      <BackLink to={links.webhooks}>Webhooks</BackLink>
      <Section title={made ? 'The webhook was made' : 'New webhook'}>
        {made ? (
          <SettingsForm>
            <ToldSecret secret={made.secret} />
            <div>
              <Button component={Link} to={links.webhook(made.id)} variant="default">
                I have kept it: to the webhook
              </Button>
            </div>
          </SettingsForm>
        ) : (
          <SettingsForm>
            <ActForm submit="Make the webhook" closeTo={links.webhooks} actKey={actKey}>
              <WebhookFields />
            </ActForm>
          </SettingsForm>
        )}
      </Section>
    </>
  );
}
