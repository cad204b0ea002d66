import { NativeSelect } from '@mantine/core';
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
import { SyncBatchFragment } from './sync-batch-fragment';
import { SyncBatchTable } from './sync-batch-table';
import { SyncTabs } from './sync-tabs';

const Filters = z.object({ status: z.enum(['RUNNING', 'COMPLETED', 'PARTIAL', 'FAILED', 'INTERRUPTED']).optional() });

const SyncBatches = graphql(
  `
    query SyncBatches($filter: SyncBatchFilter, $first: Int, $after: String, $last: Int, $before: String) {
      syncBatches(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...SyncBatch
        }
      }
    }
  `,
  [SyncBatchFragment],
);

export const meta: MetaFunction = () => [{ title: 'Sync batches · Rollcall' }];

export const loader = pageLoader(async ({ ask, url, uen }) => {
  const { values, dropped } = readFilters(Filters, url);
  const filter = { ...values, provider: uen };
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(SyncBatches, { filter, ...page }));
  return { syncBatches: answer.syncBatches, filters: values, dropped: [...dropped, ...cursor] };
});

/** Every reading of SSG as a whole: when, what of, and how it ended. */
export default function SyncBatchList() {
  const { syncBatches, filters, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('chain-runs', 'course-runs');
  const { nodes, totalCount, pageInfo } = syncBatches;
  return (
    <Page title="Sync logs" beside={<LiveBadge />} intro="Each batch is one reading of SSG, newest first.">
      <SyncTabs
        label="Sync logs"
        tabs={[
          { title: 'Lines', to: links.syncLogs(), here: false },
          { title: 'Batches', to: links.syncBatches(), here: true },
        ]}
      />
      <FilterForm>
        <NativeSelect
          name="status"
          label="Status"
          defaultValue={filters.status ?? ''}
          data={[{ value: '', label: 'Any' }, ...statusOptions('syncBatch')]}
        />
      </FilterForm>
      <DroppedFilters dropped={dropped} />
      <Section title="Batches" flush>
        <SyncBatchTable
          batches={nodes}
          empty={
            <Empty title={filters.status ? 'No batch stands so.' : 'No sync has run yet.'}>
              {filters.status ? (
                <Link to={links.syncBatches()}>See all batches</Link>
              ) : (
                <>
                  Run one now under <Link to={links.chains}>Chains</Link>.
                </>
              )}
            </Empty>
          }
        />
        <Pager page={pageInfo} shown={nodes.length} total={totalCount} one="batch" many="batches" />
      </Section>
    </Page>
  );
}
