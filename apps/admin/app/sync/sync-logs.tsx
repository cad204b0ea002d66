import { NativeSelect, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { statusOptions } from '~/words/status-words';
import { SyncLogFragment } from './sync-log-fragment';
import { SyncLogTable } from './sync-log-table';
import { SyncTabs } from './sync-tabs';

const Filters = z.object({
  courseCode: z.string().trim().max(100).optional(),
  ssgRunId: z.string().trim().max(100).optional(),
  status: z.enum(['SUCCESS', 'UNCHANGED', 'NO_ENROLMENTS', 'NO_RUNS', 'NOT_LISTED', 'HELD', 'PENDING', 'ERROR']).optional(),
  batch: z.string().trim().max(200).optional(),
});

const SyncLogs = graphql(
  `
    query SyncLogs($filter: SyncLogFilter, $first: Int, $after: String, $last: Int, $before: String) {
      syncLogs(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...SyncLog
        }
      }
    }
  `,
  [SyncLogFragment],
);

export const meta: MetaFunction = () => [{ title: 'Sync logs · Rollcall' }];

export const loader = pageLoader(async ({ ask, url, uen }) => {
  const { values, dropped } = readFilters(Filters, url);
  const filter = { ...values, provider: uen };
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(SyncLogs, { filter, ...page }));
  return { syncLogs: answer.syncLogs, filters: values, dropped: [...dropped, ...cursor] };
});

/** What became of every run that a sync met (S0.35), with each decision and its rule. */
export default function SyncLogList() {
  const { syncLogs, filters, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('course-runs');
  const { nodes, totalCount, pageInfo } = syncLogs;
  const filtered = Object.values(filters).some(Boolean);
  return (
    <Page title="Sync logs" beside={<LiveBadge />} intro="What became of every run that a sync met, and why, newest first.">
      <SyncTabs
        label="Sync logs"
        tabs={[
          { title: 'Lines', to: links.syncLogs(), here: true },
          { title: 'Batches', to: links.syncBatches(), here: false },
        ]}
      />
      <FilterForm>
        <TextInput name="courseCode" label="Course code" placeholder="exactly" defaultValue={filters.courseCode} />
        <TextInput name="ssgRunId" label="SSG’s run id" placeholder="exactly" defaultValue={filters.ssgRunId} />
        <NativeSelect
          name="status"
          label="Outcome"
          defaultValue={filters.status ?? ''}
          data={[{ value: '', label: 'Any' }, ...statusOptions('syncLog')]}
        />
        <TextInput name="batch" label="Batch" placeholder="upcoming_…" defaultValue={filters.batch} />
      </FilterForm>
      <DroppedFilters dropped={dropped} />
      <Section title="Lines" flush>
        <SyncLogTable
          lines={nodes}
          withBatch
          empty={
            filtered ? (
              <Empty title="No line is like this.">
                Codes and ids must be whole. <Link to={links.syncLogs()}>See all lines</Link>.
              </Empty>
            ) : (
              <Empty title="No sync has run yet.">
                Run one now under <Link to={links.chains}>Chains</Link>.
              </Empty>
            )
          }
        />
        <Pager page={pageInfo} shown={nodes.length} total={totalCount} one="line" many="lines" />
      </Section>
    </Page>
  );
}
