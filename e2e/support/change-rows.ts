import type { Graphql, Page } from './graphql.js';

/** One field that a sync writes, or plans to. Entity and owner are in the words of the database. */
export interface ChangeRow {
  ssgRunId: string;
  entity: string;
  field: string;
  before: unknown;
  after: unknown;
  owner: string;
  rule: string;
}

/** A change that was written, with the global id of its row where the row's kind has one. */
export interface WrittenChange extends ChangeRow {
  entityId: string | null;
}

/** The document that `sync … --dry-run --json` prints, as far as it is compared. */
export interface DryRun {
  units: {
    ssgRunId: string | null;
    outcome: string;
    changes: { entity: string; key: string; fields: Omit<ChangeRow, 'ssgRunId' | 'entity'>[] }[];
  }[];
  totals: { units: number; errors: number };
}

export const plannedRows = ({ units }: DryRun): ChangeRow[] =>
  units.flatMap(({ ssgRunId, changes }) =>
    changes.flatMap(({ entity, fields }) =>
      fields.map(({ field, before, after, owner, rule }) => ({
        ssgRunId: ssgRunId ?? '',
        entity,
        field,
        before,
        after,
        owner,
        rule,
      })),
    ),
  );

/** Every change row of a batch. */
export async function writtenRows(graphql: Graphql, batchId: string): Promise<WrittenChange[]> {
  const sets = await graphql.all<ChangeSet, { node: { changeSets: Page<ChangeSet> } }>(
    `query ($batch: ID!, $after: String) {
      node(id: $batch) {
        ... on SyncBatch { changeSets(first: 100, after: $after) { nodes { id ssgRunId } pageInfo { hasNextPage endCursor } } }
      }
    }`,
    ({ node }) => node.changeSets,
    { batch: batchId },
  );
  const rows: WrittenChange[] = [];
  for (const { id, ssgRunId } of sets)
    for (const { entityType, owner, ...change } of await changesOf(graphql, id))
      rows.push({ ssgRunId, entity: entityType.toLowerCase(), owner: owner.toLowerCase(), ...change });
  return rows;
}

interface ChangeSet {
  id: string;
  ssgRunId: string;
}

type Change = Omit<WrittenChange, 'ssgRunId' | 'entity'> & { entityType: string };

const changesOf = (graphql: Graphql, changeSetId: string): Promise<Change[]> =>
  graphql.all<Change, { node: { changes: Page<Change> } }>(
    `query ($set: ID!, $after: String) {
      node(id: $set) {
        ... on ChangeSet {
          changes(first: 100, after: $after) {
            nodes { entityType entityId field before after owner rule } pageInfo { hasNextPage endCursor }
          }
        }
      }
    }`,
    ({ node }) => node.changes,
    { set: changeSetId },
  );
