import { createContextCache } from '@pothos/core';
import type { Pool } from 'pg';
import type { ChainEvent } from '../../events/chain-event.js';
import { builder } from '../../graphql/builder.js';
import type { GraphqlContext } from '../../graphql/context.js';
import { DEFAULT_PAGE_SIZE } from '../../graphql/page-limits.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import { ChainRunEvent } from './chain-event.graphql.js';

interface EventPage {
  nodes: ChainEvent[];
  /** The number of the run's newest event. */
  last: number;
}

const ChainRunEventConnection = builder.objectRef<EventPage>('ChainRunEventConnection').implement({
  description: 'A page of a chain run’s events. Their numbers are the cursors, the same as in the subscription `chainRunEvents`.',
  fields: (t) => ({
    nodes: t.field({ type: [ChainRunEvent], description: 'The events, in order.', resolve: ({ nodes }) => nodes }),
    totalCount: t.int({ description: 'How many events the run has.', resolve: ({ last }) => last }),
    totalCountIsExact: t.boolean({ description: 'Always true: events are numbered without gaps.', resolve: () => true }),
    endNumber: t.int({
      nullable: true,
      description: 'The number of the last event here, for `after`; null where there is none.',
      resolve: ({ nodes }) => nodes.at(-1)?.number ?? null,
    }),
    hasNextPage: t.boolean({
      description: 'Whether the run has more events by now.',
      resolve: ({ nodes, last }) => (nodes.at(-1)?.number ?? last) < last,
    }),
  }),
});

/** A page as a loader's key: run, events already known, size. */
const keyOf = (chainRunId: bigint, after: number, first: number): string => `${chainRunId}:${after}:${first}`;

const READ = `
  SELECT wanted.key, run.last_event_number AS last, event.number, event.kind, event.step, event.message, event.data, event.created_at AS "createdAt"
  FROM jsonb_to_recordset($1::jsonb) AS wanted (key text, id bigint, after int, first int) JOIN task_chain_logs AS run ON run.id = wanted.id
  LEFT JOIN LATERAL (
    SELECT * FROM task_chain_events WHERE chain_log_id = wanted.id AND number > wanted.after ORDER BY number LIMIT wanted.first
  ) AS event ON true
  ORDER BY wanted.key, event.number`;

type EventRow = Omit<ChainEvent, 'chainRunId' | 'number'> & { key: string; last: number; number: number | null };

/** One statement for the events of all runs on a page. */
const createEventPageLoader = (pool: Pool): ((key: string) => Promise<EventPage>) =>
  createBatchLoader(async (keys: string[]) => {
    const wanted = keys.map((key) => {
      const [id, after, first] = key.split(':');
      return { key, id, after, first };
    });
    const { rows } = await pool.query<EventRow>(READ, [JSON.stringify(wanted)]);
    const pages = new Map<string, EventPage>(keys.map((key) => [key, { nodes: [], last: 0 }]));
    for (const { key, last, number, ...event } of rows) {
      const page = pages.get(key);
      if (!page) continue;
      page.last = last;
      if (number !== null) page.nodes.push({ ...event, number, chainRunId: BigInt(key.split(':')[0] ?? 0) });
    }
    return keys.map((key) => pages.get(key) ?? { nodes: [], last: 0 });
  });

const eventPages = createContextCache(({ database }: GraphqlContext) => createEventPageLoader(database.pool));

builder.prismaObjectField('ChainRun', 'events', (t) =>
  t.field({
    type: ChainRunEventConnection,
    description: 'What happened in it, in order.',
    args: {
      first: t.arg.int({ description: 'How many events, at most 100.' }),
      after: t.arg.int({ description: 'The number of the last event already known; 0 or nothing for all.' }),
    },
    select: { id: true },
    resolve: ({ id }, { first, after }, context) =>
      eventPages(context)(keyOf(id, Math.max(0, after ?? 0), first ?? DEFAULT_PAGE_SIZE)),
  }),
);
