import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Page } from '~/ui/page';
import { StatusBadge } from '~/ui/status-badge';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { BatchChangeSets } from './batch-change-sets';
import { BatchHead } from './batch-head';
import { BatchLines } from './batch-lines';
import { BatchLinesDocument, ChangeSetsDocument } from './batch-parts.server';
import { readSyncBatch } from './read-sync-batch.server';
import { SyncTabs } from './sync-tabs';

const Filters = z.object({
  view: z.enum(['lines', 'changes']).default('lines'),
  status: z.enum(['SUCCESS', 'UNCHANGED', 'NO_ENROLMENTS', 'NO_RUNS', 'NOT_LISTED', 'HELD', 'PENDING', 'ERROR']).optional(),
});
/** A change set has many fields. */
const CHANGE_SETS_AT_ONCE = 10;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.batch.runId} · Rollcall` : 'Sync batch · Rollcall' },
];

export const loader = pageLoader(async (page) => {
  const { ask, url, uen } = page;
  const { values, dropped } = readFilters(Filters, url);
  const batch = await readSyncBatch(page);
  if (values.view === 'changes') {
    const { answer, dropped: cursor } = await readPage(
      url,
      (at) => ask(ChangeSetsDocument, { id: batch.id, ...at }),
      CHANGE_SETS_AT_ONCE,
    );
    const changeSets = answer.node?.__typename === 'SyncBatch' ? answer.node.changeSets : null;
    return { batch, filters: values, lines: null, changeSets, dropped: [...dropped, ...cursor] };
  }
  const filter = { provider: uen, batch: batch.id, status: values.status };
  const { answer, dropped: cursor } = await readPage(url, (at) => ask(BatchLinesDocument, { filter, ...at }));
  return { batch, filters: values, lines: answer.syncLogs, changeSets: null, dropped: [...dropped, ...cursor] };
});

/** One reading of SSG: what it met, what it wrote, what went wrong, line by line and field by field. */
export default function SyncBatch() {
  const { batch, filters, lines, changeSets, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive(...(batch.status === 'RUNNING' ? (['course-runs', 'chain-runs'] as const) : []));
  const here = links.syncBatch(batch.runId);
  return (
    <Page
      title={batch.runId}
      back={{ to: links.syncBatches(), label: 'Batches' }}
      beside={
        <>
          <StatusBadge kind="syncBatch" value={batch.status} />
          <LiveBadge />
        </>
      }
    >
      <DroppedFilters dropped={dropped} />
      <BatchHead batch={batch} />
      <SyncTabs
        label="Parts of the batch"
        tabs={[
          { title: 'Lines', to: here, here: filters.view === 'lines' },
          { title: 'What it changed', to: `${here}?view=changes`, here: filters.view === 'changes' },
        ]}
      />
      {lines && <BatchLines lines={lines} status={filters.status ?? ''} runId={batch.runId} />}
      {changeSets && <BatchChangeSets changeSets={changeSets} />}
    </Page>
  );
}
