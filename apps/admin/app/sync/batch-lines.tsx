import { NativeSelect } from '@mantine/core';
import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { type PageFacts, Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { statusOptions } from '~/words/status-words';
import type { SyncLogView } from './sync-log-fragment';
import { SyncLogTable } from './sync-log-table';

interface Lines {
  nodes: SyncLogView[];
  totalCount: number;
  pageInfo: PageFacts;
}

/** The lines of one batch. */
export function BatchLines({ lines, status, runId }: { lines: Lines; status: string; runId: string }) {
  const { links } = useProvider();
  return (
    <>
      <FilterForm>
        <NativeSelect
          name="status"
          label="Outcome"
          defaultValue={status}
          data={[{ value: '', label: 'Any' }, ...statusOptions('syncLog')]}
        />
      </FilterForm>
      <Section title="Lines" flush>
        <SyncLogTable
          lines={lines.nodes}
          withBatch={false}
          empty={
            <Empty title={status === '' ? 'It has met no run yet.' : 'No line ended so.'}>
              {status !== '' && <Link to={links.syncBatch(runId)}>See all its lines</Link>}
            </Empty>
          }
        />
        <Pager page={lines.pageInfo} shown={lines.nodes.length} total={lines.totalCount} one="line" many="lines" />
      </Section>
    </>
  );
}
