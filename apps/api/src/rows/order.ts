import { NotDescribedError } from './not-described.js';
import { TABLES, type Table } from './tables.js';

/** One of the things that rows are ordered by. */
export interface Order {
  /** Under which a page has it: the column's own name, or another where it is no column of the table. */
  name: string;
  /** What it is, given the row's name in the statement. */
  sql: (row: string) => string;
  /** The table that it is looked up in, beside the row's own; empty for most. */
  join: (row: string) => string;
  descending: boolean;
  /** Where rows without it stand; null where every row has it. */
  nulls: 'FIRST' | 'LAST' | null;
}

type Direction = 'asc' | 'desc';

/** Prisma's `orderBy`, over columns, columns of the one row that a relation names, and the table's own sort keys. */
export function orderOf(table: Table, orderBy: unknown): Order[] {
  if (orderBy === undefined) return [];
  const list = Array.isArray(orderBy) ? orderBy : [orderBy];
  return list.map((each: unknown, index) => {
    const [[name, given] = ['', undefined], ...more] = Object.entries(each as object) as [string, unknown][];
    const order = more.length === 0 ? partOf(table, name, given, `o${index}`) : null;
    if (!order) throw new NotDescribedError('an order');
    return order;
  });
}

function partOf(table: Table, name: string, given: unknown, alias: string): Order | null {
  const column = table.columns[name];
  if (column !== undefined) return columnOrder(table, name, column, given);
  const sortKey = table.sortKeys[name];
  if (sortKey && isDirection(given)) return { ...always(given), name: alias, sql: sortKey, join: () => '' };
  const relation = table.one[name];
  if (!relation) return null;
  const other = TABLES[relation.model];
  const [[inner = '', direction] = [], ...more] = Object.entries((given ?? {}) as object) as [string, unknown][];
  const innerColumn = other.nullable.has(inner) ? undefined : other.columns[inner];
  if (innerColumn === undefined || more.length > 0 || !isDirection(direction)) return null;
  const joined = (row: string) => `${row}_${alias}`;
  return {
    ...always(direction),
    name: alias,
    sql: (row) => `${joined(row)}.${innerColumn}`,
    join: (row) => ` JOIN ${other.name} AS ${joined(row)} ON ${joined(row)}.id = ${row}.${relation.column}`,
  };
}

function columnOrder(table: Table, name: string, column: string, given: unknown): Order | null {
  const plain = { name: column, sql: (row: string) => `${row}.${column}`, join: () => '' };
  if (isDirection(given)) return table.nullable.has(name) ? null : { ...plain, ...always(given) };
  const { sort, nulls, ...more } = (given ?? {}) as { sort?: unknown; nulls?: unknown };
  if (!isDirection(sort) || nulls !== 'last' || Object.keys(more).length > 0) return null;
  return { ...plain, descending: sort === 'desc', nulls: 'LAST' };
}

const isDirection = (value: unknown): value is Direction => value === 'asc' || value === 'desc';
const always = (direction: Direction) => ({ descending: direction === 'desc', nulls: null });

/** The same order from its other end. */
export const reversed = (order: readonly Order[]): Order[] =>
  order.map((part) => ({
    ...part,
    descending: !part.descending,
    nulls: part.nulls && (part.nulls === 'LAST' ? 'FIRST' : 'LAST'),
  }));

/** `p.start_date, p.id DESC` */
export const orderSql = (orders: readonly Order[], place: (order: Order) => string): string =>
  orders
    .map((order) => `${place(order)}${order.descending ? ' DESC' : ''}${order.nulls ? ` NULLS ${order.nulls}` : ''}`)
    .join(', ');

/**
 * From a row on, itself included; nothing where there is no such row.
 * @param id the row's, as it stands in the statement
 */
export function fromRowSql(table: Table, orders: readonly Order[], id: string): string {
  const [first] = orders;
  if (!first) throw new NotDescribedError('a cursor without an order');
  const from = `FROM ${table.name} AS c${joinsOf(orders, 'c')} WHERE c.id = ${id}`;
  // Compared as one, an index can be entered at the very place.
  if (orders.every(({ descending, nulls }) => descending === first.descending && nulls === null)) {
    const all = (row: string) => orders.map(({ sql }) => sql(row)).join(', ');
    return `(${all('t')}) ${first.descending ? '<=' : '>='} (SELECT ${all('c')} ${from})`;
  }
  const theirs = ({ sql }: Order) => `(SELECT ${sql('c')} ${from})`;
  const [last, ...before] = orders.toReversed();
  if (!last || last.nulls !== null) throw new NotDescribedError('an order that ends in what may be missing');
  const rest = before.reduce(
    (sql, order) => `(${afterSql(order, theirs(order))} OR (${sameSql(order, theirs(order))} AND ${sql}))`,
    `${last.sql('t')} ${last.descending ? '<=' : '>='} ${theirs(last)}`,
  );
  const bound = first.nulls === null ? `${first.sql('t')} ${first.descending ? '<=' : '>='} ${theirs(first)} AND ` : '';
  return `${bound}${rest}`;
}

function afterSql({ sql, descending, nulls }: Order, theirs: string): string {
  const ours = sql('t');
  const beyond = `${ours} ${descending ? '<' : '>'} ${theirs}`;
  if (nulls === 'LAST') return `(${beyond} OR (${ours} IS NULL AND ${theirs} IS NOT NULL))`;
  return nulls === 'FIRST' ? `(${beyond} OR (${ours} IS NOT NULL AND ${theirs} IS NULL))` : beyond;
}

const sameSql = ({ sql, nulls }: Order, theirs: string): string =>
  nulls === null ? `${sql('t')} = ${theirs}` : `${sql('t')} IS NOT DISTINCT FROM ${theirs}`;

/** The tables that an order looks into, joined to a row. */
export const joinsOf = (orders: readonly Order[], row: string): string => orders.map(({ join }) => join(row)).join('');
