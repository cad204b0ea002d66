import type { MetaFunction } from '@remix-run/node';
import { Outlet, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { type ActAnswer, refused } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useReread } from '~/live/use-reread';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActLink } from '~/ui/act-link';
import { Facts } from '~/ui/facts';
import { FaultNotice } from '~/ui/fault-notice';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { Section } from '~/ui/section';
import { readFilters } from '~/url/read-filters';
import { BackLink } from '../back-link';
import { Deliveries } from './deliveries';
import { readDeliveries, resendDelivery, testWebhook } from './deliveries.server';
import { KIND_WORDS } from './kind-words';
import { PostButton } from './post-button';
import { readWebhook } from './webhook-document.server';
import { webhookLinks } from './webhook-links';
import { WebhookState } from './webhook-state';

const Filters = z.object({ status: z.enum(['PENDING', 'SENT', 'DEAD']).optional() });

export const meta: MetaFunction = () => [{ title: 'Webhook · Settings · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const { values, dropped } = readFilters(Filters, page.url);
  const [{ webhook }, deliveries] = await Promise.all([readWebhook(page), readDeliveries(page, values.status)]);
  return { webhook, deliveries, values, dropped: [...dropped, ...deliveries.dropped], actKey: newActKey() };
});

export const action = pageAction(async (request) => {
  const { text, form, param, links } = request;
  const deliveryId = text('deliveryId');
  const outcome = deliveryId ? await resendDelivery(request, deliveryId) : await testWebhook(request);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(request.context, links.webhook(param('webhookId')), {
    message: deliveryId ? 'It is sent again within seconds.' : 'A test is sent within seconds: see below what became of it.',
  });
});

export default function WebhookPage() {
  const { webhook, deliveries, values, dropped, actKey } = useLoaderData<typeof loader>();
  const answer = useActionData<Partial<ActAnswer>>();
  const { links, may } = useProvider();
  const to = webhookLinks(links, webhook.id);
  useReread(deliveries.underWay);
  const { url, description, kinds, active, createdAt, createdBy, failingSince, disabledReason } = webhook;
  return (
    <>
      <BackLink to={links.webhooks}>Webhooks</BackLink>
      {answer?.fault && <FaultNotice fault={answer.fault} />}
      {disabledReason && (
        <Notice tone="bad" title="Rollcall switched it off">
          {disabledReason} Mend the receiver, then change the webhook and switch it on.
        </Notice>
      )}
      <Section
        title="Webhook"
        beside={<WebhookState webhook={webhook} />}
        actions={
          may('webhook.manage') && (
            <>
              {active && <PostButton fields={{ idempotencyKey: `${actKey}-test` }}>Send a test</PostButton>}
              <ActLink to={to.edit}>Change</ActLink>
              <ActLink to={to.rotate}>Another secret</ActLink>
              <ActLink to={to.remove}>Remove</ActLink>
            </>
          )
        }
      >
        <Facts
          facts={[
            { term: 'Address', value: url },
            { term: 'For', value: description },
            { term: 'Is told', value: kinds.length === 0 ? 'everything' : kinds.map((kind) => KIND_WORDS[kind]).join('; ') },
            { term: 'Failing since', value: failingSince && <Moment at={failingSince} /> },
            { term: 'Made', value: <Moment at={createdAt} /> },
            { term: 'By', value: createdBy },
          ]}
        />
      </Section>
      <Deliveries deliveries={deliveries} status={values.status} dropped={dropped} actKey={actKey} />
      <Outlet />
    </>
  );
}
