import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { type Column, DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { Moment } from '~/ui/moment';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readPage } from '~/url/read-page.server';
import { KIND_WORDS } from './kind-words';
import { WebhookFragment } from './webhook-document.server';
import { WebhookState } from './webhook-state';

const SettingsWebhooks = graphql(
  `
    query SettingsWebhooks($provider: String!, $first: Int, $after: String, $last: Int, $before: String) {
      webhooks(provider: $provider, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...SettingsWebhook
        }
      }
    }
  `,
  [WebhookFragment],
);

type Webhook = ResultOf<typeof SettingsWebhooks>['webhooks']['nodes'][number];

export const meta: MetaFunction = () => [{ title: 'Webhooks · Settings · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { answer, dropped } = await readPage(url, (page) => ask(SettingsWebhooks, { provider: uen, ...page }));
  return { webhooks: answer.webhooks, dropped };
});

export default function WebhooksPage() {
  const { webhooks, dropped } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  const columns: Column<Webhook>[] = [
    { key: 'url', title: 'Address', cell: ({ id, url }) => <Link to={links.webhook(id)}>{url}</Link> },
    { key: 'description', title: 'For', cell: ({ description }) => description ?? '–' },
    { key: 'state', title: 'State', cell: (webhook) => <WebhookState webhook={webhook} /> },
    {
      key: 'kinds',
      title: 'Is told',
      cell: ({ kinds }) => (kinds.length === 0 ? 'everything' : kinds.map((kind) => KIND_WORDS[kind]).join('; ')),
    },
    { key: 'made', title: 'Made', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  ];
  return (
    <>
      <DroppedFilters dropped={dropped} />
      <Section
        title="Webhooks"
        flush
        actions={
          may('webhook.manage') && (
            <ActLink to={links.newWebhook} variant="filled">
              New webhook
            </ActLink>
          )
        }
      >
        <DataTable
          caption="Webhooks"
          columns={columns}
          rows={webhooks.nodes}
          rowKey={({ id }) => id}
          empty={<Empty title="There is no webhook.">With one, another system is told of changes within seconds.</Empty>}
        />
        <Pager page={webhooks.pageInfo} shown={webhooks.nodes.length} total={webhooks.totalCount} one="webhook" many="webhooks" />
      </Section>
    </>
  );
}
