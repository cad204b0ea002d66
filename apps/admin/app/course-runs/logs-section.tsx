import { Anchor } from '@mantine/core';
import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { Moment } from '~/ui/moment';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import type { SyncLogView } from './course-run.server';

/** What the newest syncs said of the run. */
export function LogsSection({ logs, ssgRunId }: { logs: { nodes: SyncLogView[]; totalCount: number }; ssgRunId: string }) {
  const { links } = useProvider();
  return (
    <Section
      title="Sync logs"
      id="logs"
      flush
      actions={
        logs.totalCount > 0 && (
          <Anchor component={Link} to={links.syncLogs(`ssgRunId=${encodeURIComponent(ssgRunId)}`)}>
            {logs.totalCount > logs.nodes.length ? `All ${logs.totalCount} lines` : 'In the sync logs'}
          </Anchor>
        )
      }
    >
      <DataTable
        caption="The newest lines of the sync log about this run"
        rows={logs.nodes}
        rowKey={({ id }) => id}
        empty={<Empty title="No sync has read this run yet.">The nightly sync does, or “Sync this run”.</Empty>}
        columns={[
          { key: 'at', title: 'When', cell: ({ createdAt }) => <Moment at={createdAt} /> },
          { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge kind="syncLog" value={status} /> },
          { key: 'said', title: 'What it said', cell: (log) => <Said log={log} /> },
          {
            key: 'batch',
            title: 'Batch',
            cell: ({ batch }) => (
              <Anchor component={Link} to={links.syncBatch(batch.id)}>
                {batch.runId}
              </Anchor>
            ),
          },
        ]}
      />
    </Section>
  );
}

const OUTCOMES: Record<NonNullable<SyncLogView['trainerOutcome']>, string> = {
  SSG: 'Trainer from SSG.',
  EMAIL_LIST: 'Trainer from the e-mail list.',
  NAME_LIST: 'Trainer from the name list.',
  KEPT: 'Trainer kept.',
  NONE: 'No trainer found.',
  ERROR: 'The trainer pass failed.',
};

function Said({ log: { error, remedy, trainerOutcome, decisions } }: { log: SyncLogView }) {
  return (
    <>
      {error && (
        <div>
          {error} {remedy}
        </div>
      )}
      {trainerOutcome && <div>{OUTCOMES[trainerOutcome]}</div>}
      {decisions.length > 0 && (
        <details>
          <summary>{decisions.length === 1 ? '1 decision' : `${decisions.length} decisions`}</summary>
          <ul>
            {decisions.map(({ kind, key, reason }, index) => (
              <li key={`${kind} ${key} ${index}`}>
                {key}: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      {!error && !trainerOutcome && decisions.length === 0 && 'Nothing to decide.'}
    </>
  );
}
