import { NativeSelect } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { statusOptions } from '~/words/status-words';
import { ChainRunRowFragment } from './chain-run-row-fragment';
import { ChainRunTable } from './chain-run-table';

const Filters = z.object({
  chain: z.string().max(50).optional(),
  status: z
    .enum(['QUEUED', 'RUNNING', 'AWAITING_APPROVAL', 'COMPLETED', 'PARTIAL', 'FAILED', 'INTERRUPTED', 'CANCELLED', 'SKIPPED'])
    .optional(),
  trigger: z.enum(['SCHEDULE', 'MANUAL', 'RESUME', 'CATCH_UP', 'START']).optional(),
});

const ChainNames = graphql(`
  query ChainNames {
    chains {
      name
      title
      scope
    }
  }
`);

const ChainRuns = graphql(
  `
    query ChainRuns($filter: ChainRunFilter, $first: Int, $after: String, $last: Int, $before: String) {
      chainRuns(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...ChainRunRow
        }
      }
    }
  `,
  [ChainRunRowFragment],
);

export const meta: MetaFunction = () => [{ title: 'Chain runs · Rollcall' }];

export const loader = pageLoader(async ({ ask, url, uen }) => {
  const { values, dropped } = readFilters(Filters, url);
  const { chains } = await ask(ChainNames);
  const chosen = chains.find(({ name }) => name === values.chain);
  // Runs of the whole installation belong to no provider.
  const provider = chosen?.scope === 'SYSTEM' ? null : uen;
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(ChainRuns, { filter: { ...values, provider }, ...page }));
  return { chainRuns: answer.chainRuns, chains, filters: values, dropped: [...dropped, ...cursor] };
});

/** The history: what ran, what set it in motion, how it ended; ticks that were skipped among it, with their reason. */
export default function ChainRunList() {
  const { chainRuns, chains, filters, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('chain-runs');
  const { nodes, totalCount, pageInfo } = chainRuns;
  const filtered = Object.values(filters).some(Boolean);
  return (
    <Page
      title="Chain runs"
      beside={<LiveBadge />}
      intro="Every run of every chain, and every tick that did not become one."
      actions={<ActLink to={links.chains}>Chains</ActLink>}
    >
      <FilterForm>
        <NativeSelect
          name="chain"
          label="Chain"
          defaultValue={filters.chain ?? ''}
          data={[{ value: '', label: 'Any' }, ...chains.map(({ name, title }) => ({ value: name, label: title }))]}
        />
        <NativeSelect
          name="status"
          label="Status"
          defaultValue={filters.status ?? ''}
          data={[{ value: '', label: 'Any' }, ...statusOptions('chainRun')]}
        />
        <NativeSelect
          name="trigger"
          label="Set in motion by"
          defaultValue={filters.trigger ?? ''}
          data={[{ value: '', label: 'Anything' }, ...statusOptions('trigger')]}
        />
      </FilterForm>
      <DroppedFilters dropped={dropped} />
      <Section title="Runs" flush>
        <ChainRunTable
          runs={nodes}
          empty={
            filtered ? (
              <Empty title="No run is like this.">
                Choose less, or <Link to={links.chainRuns()}>see all runs</Link>.
              </Empty>
            ) : (
              <Empty title="Nothing has run yet.">
                The next ticks stand under <Link to={links.chains}>Chains</Link>; a chain can also be run there now.
              </Empty>
            )
          }
        />
        <Pager page={pageInfo} shown={nodes.length} total={totalCount} one="run" many="runs" />
      </Section>
    </Page>
  );
}
