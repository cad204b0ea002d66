import type { Graphql, Page } from './graphql.js';

export interface SyncBatch {
  id: string;
  runId: string;
  status: string;
  today: string;
  callsMade: number;
  resumedCount: number;
  summary: { changes: { entityType: string; created: number; updated: number }[] } | null;
}

/** All sync batches, newest first. */
export async function syncBatchesOf(graphql: Graphql): Promise<SyncBatch[]> {
  const { syncBatches } = await graphql.ask<{ syncBatches: { nodes: SyncBatch[] } }>(`{
    syncBatches(first: 100) {
      nodes { id runId status today callsMade resumedCount summary { changes { entityType created updated } } }
    }
  }`);
  return syncBatches.nodes;
}

/** How many rows a batch wrote, of whatever kind. */
export const rowsWrittenBy = ({ summary }: Pick<SyncBatch, 'summary'>): number =>
  (summary?.changes ?? []).reduce((total, { created, updated }) => total + created + updated, 0);

/** How many log lines of a batch have each status, for example `{ SUCCESS: 34, PENDING: 2 }`. */
export async function logLinesOf(graphql: Graphql, batchId: string): Promise<Record<string, number>> {
  const lines = await graphql.all<{ status: string }, { syncLogs: Page<{ status: string }> }>(
    `query ($batch: ID!, $after: String) {
      syncLogs(filter: { batch: $batch }, first: 100, after: $after) { nodes { status } pageInfo { hasNextPage endCursor } }
    }`,
    ({ syncLogs }) => syncLogs,
    { batch: batchId },
  );
  const counts: Record<string, number> = {};
  for (const { status } of lines) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
