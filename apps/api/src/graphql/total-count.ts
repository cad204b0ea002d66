import { PrismaClient } from '@rollcall/prisma/generated/prisma/client';
import type { Pool } from 'pg';
import type { Database } from '../dependencies.js';

/** Up to here a total is counted; beyond, it is the planner's estimate. */
export const MOST_COUNTED = 10_000;

/**
 * How many rows a root connection has, without reading all of them: counted up to `MOST_COUNTED`, which stops at the row
 * after; where there are more, estimated by the planner and rounded, and then always above `MOST_COUNTED`. One statement,
 * or two.
 *
 * @param count counts with the client and the bound that it is given: `(prisma, bound) => prisma.course.count({ where, ...bound })`
 */
export async function countRows(
  { prisma, pool }: Pick<Database, 'prisma' | 'pool'>,
  count: (prisma: PrismaClient, bound: { take?: number }) => Promise<number>,
): Promise<number> {
  const counted = await count(prisma, { take: MOST_COUNTED + 1 });
  if (counted <= MOST_COUNTED) return counted;
  return Math.max(roundRoughly(await count(plannerOf(pool), {})), MOST_COUNTED + 1);
}

/** Two digits that say something, and zeros: nobody takes 1,200,000 for a count. */
function roundRoughly(estimate: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(estimate, 1))) - 1);
  return Math.round(estimate / unit) * unit;
}

const planners = new WeakMap<Pool, PrismaClient>();

/** A client that asks the planner how many rows a count would find, instead of counting: made when it is first needed. */
function plannerOf(pool: Pool): PrismaClient {
  const known = planners.get(pool);
  if (known) return known;
  const planner = new PrismaClient({ adapter: plannerAdapter(pool) });
  planners.set(pool, planner);
  return planner;
}

type Adapter = Extract<ConstructorParameters<typeof PrismaClient>[0], { adapter: object }>['adapter'];

const refuse = async (): Promise<never> => {
  throw new Error('The planner only estimates counts.');
};

/** The database as seen by the planner: `SELECT count(*)` answers with the rows that its plan expects, and nothing else is answered. */
function plannerAdapter(pool: Pool): Adapter {
  const named = { provider: 'postgres', adapterName: 'rollcall-planner' } as const;
  return {
    ...named,
    connect: async () => ({
      ...named,
      queryRaw: async ({ sql, args }) => {
        const column = /^SELECT COUNT\(\*\) AS "([^"]+)" FROM /.exec(sql)?.[1];
        if (column === undefined) return refuse();
        const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (FORMAT JSON) ${sql}`, args);
        return { columnNames: [column], columnTypes: [INT64], rows: [[String(expectedRows(rows[0]?.['QUERY PLAN'][0].Plan))]] };
      },
      executeRaw: refuse,
      executeScript: refuse,
      startTransaction: refuse,
      dispose: async () => {},
    }),
  };
}

/** The Prisma client's name for `bigint` in what an adapter answers. */
const INT64 = 1;

interface Plan {
  'Node Type': string;
  'Plan Rows': number;
  Plans?: Plan[];
  'Workers Planned'?: number;
}

/**
 * What goes into the outermost aggregate. Where several processes count for themselves first, the plan below tells the share
 * of one of them.
 */
function expectedRows(plan: Plan | undefined): number {
  const below = plan?.Plans?.[0];
  if (below === undefined) throw new Error('The planner answered a count with a plan that has no rows.');
  const partial = below.Plans?.[0];
  if (partial?.['Node Type'] !== 'Aggregate') return below['Plan Rows'];
  const workers = below['Workers Planned'] ?? 0;
  // As PostgreSQL reckons it: the leader works along, less so the more workers it has to look after.
  return Math.round(expectedRows(partial) * (workers + Math.max(0, 1 - 0.3 * workers)));
}
