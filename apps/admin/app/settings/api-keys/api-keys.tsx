import { NativeSelect, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { type Column, DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Moment } from '~/ui/moment';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { statusOptions } from '~/words/status-words';
import styles from './api-keys.module.css';
import { sayScope } from './scopes.server';

const Filters = z.object({
  text: z.string().trim().max(100).optional(),
  status: z.enum(['ACTIVE', 'EXPIRED', 'REVOKED']).optional(),
});

const SettingsApiKeys = graphql(`
  query SettingsApiKeys($filter: ApiKeyFilter!, $first: Int, $after: String, $last: Int, $before: String) {
    apiKeys(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        start
        status
        scopes
        createdAt
        expiresAt
        lastUsedAt
        createdBy {
          name
        }
      }
    }
  }
`);

type ApiKey = Omit<ResultOf<typeof SettingsApiKeys>['apiKeys']['nodes'][number], 'scopes'> & { scopes: string[] };

export const meta: MetaFunction = () => [{ title: 'API keys · Settings · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { values, dropped } = readFilters(Filters, url);
  const filter = { provider: uen, ...values };
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(SettingsApiKeys, { filter, ...page }));
  const { apiKeys } = answer;
  const nodes: ApiKey[] = apiKeys.nodes.map((key) => ({ ...key, scopes: key.scopes.map((scope) => sayScope(scope).name) }));
  return { apiKeys: { ...apiKeys, nodes }, values, dropped: [...dropped, ...cursor] };
});

export default function ApiKeysPage() {
  const { apiKeys, values, dropped } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  const columns: Column<ApiKey>[] = [
    {
      key: 'name',
      title: 'Name',
      cell: ({ name, start }) => (
        <>
          <strong>{name}</strong>
          <br />
          <code>{start}…</code>
        </>
      ),
    },
    { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge kind="apiKey" value={status} /> },
    {
      key: 'scopes',
      title: 'May',
      cell: ({ scopes }) => (
        <details className={styles['scopes']}>
          <summary>
            {scopes.length} {scopes.length === 1 ? 'thing' : 'things'}
          </summary>
          <ul>
            {scopes.map((scope) => (
              <li key={scope}>{scope}</li>
            ))}
          </ul>
        </details>
      ),
    },
    { key: 'expires', title: 'Expires', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
    { key: 'used', title: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Moment at={lastUsedAt} /> : 'never') },
    {
      key: 'made',
      title: 'Made',
      cell: ({ createdAt, createdBy }) => (
        <>
          <Moment at={createdAt} />
          {createdBy && ` by ${createdBy.name}`}
        </>
      ),
    },
    ...(may('api_key.manage')
      ? [
          {
            key: 'revoke',
            title: '',
            cell: ({ id, status, name }: ApiKey) =>
              status === 'ACTIVE' && (
                <ActLink to={links.revokeApiKey(id)} aria-label={`Revoke ${name}`}>
                  Revoke
                </ActLink>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <DroppedFilters dropped={dropped} />
      <FilterForm>
        <TextInput type="search" name="text" label="Name or first characters" defaultValue={values.text} />
        <NativeSelect
          name="status"
          label="Status"
          defaultValue={values.status}
          data={[{ value: '', label: 'Any' }, ...statusOptions('apiKey')]}
        />
      </FilterForm>
      <Section
        title="API keys"
        flush
        actions={
          may('api_key.manage') && (
            <ActLink to={links.newApiKey} variant="filled">
              New key
            </ActLink>
          )
        }
      >
        <DataTable
          caption="API keys"
          columns={columns}
          rows={apiKeys.nodes}
          rowKey={({ id }) => id}
          empty={<Empty title="There is no key like that.">Machines that work with Rollcall need one each.</Empty>}
        />
        <Pager page={apiKeys.pageInfo} shown={apiKeys.nodes.length} total={apiKeys.totalCount} one="key" many="keys" />
      </Section>
      <Outlet />
    </>
  );
}
