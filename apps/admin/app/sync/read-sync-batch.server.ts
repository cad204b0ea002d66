import { notFound } from '~/api/api-fault';
import { isGlobalIdOf } from '~/api/global-id.server';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { SyncBatchFragment } from './sync-batch-fragment';

const SyncBatchByRunId = graphql(
  `
    query SyncBatchByRunId($provider: String!, $runId: String!) {
      syncBatches(filter: { provider: $provider, runId: $runId }, first: 1) {
        nodes {
          ...SyncBatch
        }
      }
    }
  `,
  [SyncBatchFragment],
);

const SyncBatchById = graphql(
  `
    query SyncBatchById($id: ID!) {
      node(id: $id) {
        __typename
        ... on SyncBatch {
          ...SyncBatch
          provider {
            uen
          }
        }
      }
    }
  `,
  [SyncBatchFragment],
);

/** A batch by its run id (`upcoming_…`) or its global id; 404 for another provider's. */
export async function readSyncBatch({ ask, uen, param }: PageRequest) {
  const id = param('batchId');
  if (id.startsWith('upcoming_')) {
    const { syncBatches } = await ask(SyncBatchByRunId, { provider: uen, runId: id });
    const [batch] = syncBatches.nodes;
    if (batch) return batch;
  } else if (isGlobalIdOf('SyncBatch', id)) {
    const { node } = await ask(SyncBatchById, { id });
    if (node?.__typename === 'SyncBatch' && node.provider.uen === uen) return node;
  }
  throw notFound(`sync batch ${id.slice(0, 60)}`, 'Choose one from the list of batches.');
}
