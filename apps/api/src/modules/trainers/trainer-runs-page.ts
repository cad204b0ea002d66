import type { TaughtRun } from './trainer-runs.js';

/** A cursor as the other connections of course runs have it, around the run's row id. */
const PREFIX = 'GPC:S:';

const cursorOf = (runId: string): string => Buffer.from(`${PREFIX}${runId}`).toString('base64');

/** The row id in a cursor, whose form was checked with the arguments. */
export function runIdOfCursor(cursor: string | null | undefined): string | null {
  return cursor == null ? null : Buffer.from(cursor, 'base64').toString('utf8').slice(PREFIX.length);
}

export interface FoundRuns {
  /** One more than `limit` where there are others beyond. */
  runs: readonly TaughtRun[];
  total: number;
  limit: number;
  fromTheEnd: boolean;
  /** Whether the page follows a cursor. */
  after: boolean;
  /** Whether the page precedes a cursor. */
  before: boolean;
}

/** A page of runs as a connection answers it. The rows are read with whatever was selected of them. */
export function runsPage({ runs, total, limit, fromTheEnd, after, before }: FoundRuns) {
  const more = runs.length > limit;
  const shown = fromTheEnd ? runs.slice(more ? 1 : 0) : runs.slice(0, limit);
  const edges = shown.map((run) => ({ cursor: cursorOf(run.id), node: run }));
  return {
    totalCount: total,
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: fromTheEnd ? before : more,
      hasPreviousPage: fromTheEnd ? more : after,
    },
  };
}
