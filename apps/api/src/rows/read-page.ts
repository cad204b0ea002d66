import { type Pool, types as pgTypes } from 'pg';
import { conditionSql, type Statement, searchesText } from './condition.js';
import { dayOf } from './days.js';
import { NotDescribedError } from './not-described.js';
import { fromRowSql, joinsOf, orderOf, orderSql, reversed } from './order.js';
import type { Row } from './row.js';
import type { Selection } from './selection.js';
import { type RowShape, shapeOf } from './statement.js';
import { type Model, TABLES, type Table } from './tables.js';

/** A row as it was known. */
export interface RowState {
  model: Model;
  id: string;
  /** Its `xmin`, as text. */
  rowVersion: string;
}

/** A page as Prisma's `findMany` takes it. */
export interface PageQuery {
  where: object;
  orderBy: unknown;
  /** Negative: the last ones before the cursor. */
  take: number;
  /** The id of a row, which is left out itself. */
  cursor?: string | undefined;
  /** Counts all rows that the condition lets through too, no further than this. */
  countUpTo?: number | undefined;
  /** What the condition was made of. The answer says whether it is still so, as seen with the very rows. */
  holdsWhile?: RowState | undefined;
}

export interface ReadPage {
  rows: Row[];
  /** Null where it was not asked for, or nothing was found to tell it with. */
  total: number | null;
  /** Whether the row that the condition was made of is known to be as it was; true where none was named. */
  holds: boolean;
}

const types = {
  getTypeParser: ((type: number, format: 'text') =>
    type === pgTypes.builtins.DATE ? dayOf : pgTypes.getTypeParser(type, format)) as never,
};

const shapes = new WeakMap<Selection, RowShape>();

/** As many statements as have a name here; further ones have none, and PostgreSQL plans them anew each time. */
const MOST_NAMES = 1000;
const statementNames = new Map<string, string>();

/**
 * One statement for a page of rows and what hangs on them: what `findMany` of Prisma answers to the same query, at a
 * quarter of the work. Null where it asks for what `tables.ts` does not describe.
 */
export async function readPage(pool: Pool, selection: Selection, query: PageQuery): Promise<ReadPage | null> {
  let shape = shapes.get(selection);
  if (!shape) shapes.set(selection, (shape = shapeOf(selection)));
  const statement = described(() => pageStatement(selection.table, shape, query));
  if (!statement) return null;
  const { rows } = await pool.query<unknown[]>({ ...statement, rowMode: 'array', types });
  const page = rows.map(shape.build);
  const counted = query.countUpTo === undefined ? undefined : rows[0]?.at(-1);
  return {
    rows: query.take < 0 ? page.toReversed() : page,
    total: typeof counted === 'number' ? counted : null,
    holds: query.holdsWhile === undefined || rows[0]?.[shape.width] === true,
  };
}

/** How many rows a condition lets through, counted no further than `most`. Null where it is not described. */
export async function countUpTo(pool: Pool, model: Model, where: object, most: number): Promise<number | null> {
  const statement = described(() => countStatement(TABLES[model], where, most));
  if (!statement) return null;
  const { rows } = await pool.query<[number]>({ ...statement, rowMode: 'array' });
  return rows[0]?.[0] ?? 0;
}

function described<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof NotDescribedError) return null;
    throw error;
  }
}

function countStatement(table: Table, where: object, most: number) {
  const { values, ...statement } = newStatement(where);
  return named(countSql(table, conditionSql(table, 't', where, statement), most), values);
}

const countSql = (table: Table, condition: string, most: number): string =>
  `SELECT count(*)::int FROM (SELECT FROM ${table.name} AS t WHERE ${condition} LIMIT ${most}) AS found`;

function pageStatement(table: Table, shape: RowShape, query: PageQuery) {
  const { where, orderBy, take, cursor, countUpTo: most, holdsWhile } = query;
  const { values, ...statement } = newStatement(where);
  const { bind } = statement;
  const asked = orderOf(table, orderBy);
  const order = take < 0 ? reversed(asked) : asked;
  const condition = conditionSql(table, 't', where, statement);
  const conditions = [condition];
  if (cursor !== undefined) conditions.push(fromRowSql(table, order, bind(cursor)));
  const own = new Map(shape.pageColumns.map((column) => [column, `t.${column}`]));
  for (const { name, sql } of order) own.set(name, sql('t') === `t.${name}` ? `t.${name}` : `${sql('t')} AS ${name}`);
  // As it stands, no parameter: PostgreSQL would plan for a tenth of the table where it does not know how few are wanted.
  const cut = `LIMIT ${Math.abs(take)}${cursor === undefined ? '' : ' OFFSET 1'}`;
  const page = `SELECT ${[...own.values()].join(', ')} FROM ${table.name} AS t${joinsOf(order, 't')} WHERE ${conditions.join(' AND ')} ORDER BY ${orderSql(order, ({ sql }) => sql('t'))} ${cut}`;
  const columns = [shape.columns];
  if (holdsWhile) columns.push(stateSql(holdsWhile, bind));
  if (most !== undefined) columns.push(`(${countSql(table, condition, most)})`);
  return named(
    `SELECT ${columns.join(', ')} FROM (${page}) AS p ${shape.joins} ORDER BY ${orderSql(order, ({ name }) => `p.${name}`)}`,
    values,
  );
}

const stateSql = ({ model, id, rowVersion }: RowState, bind: Statement['bind']): string =>
  `(SELECT s.xmin::text = ${bind(rowVersion)} FROM ${TABLES[model].name} AS s WHERE s.id = ${bind(id)})`;

function newStatement(where: object): Statement & { values: unknown[] } {
  const values: unknown[] = [];
  return { values, bind: (value) => `$${values.push(value)}`, searchesText: searchesText(where) };
}

function named(text: string, values: unknown[]) {
  const known = statementNames.get(text);
  if (known !== undefined) return { name: known, text, values };
  if (statementNames.size >= MOST_NAMES) return { text, values };
  const name = `page_${statementNames.size}`;
  statementNames.set(text, name);
  return { name, text, values };
}
