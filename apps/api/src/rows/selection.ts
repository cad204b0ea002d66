import { NotDescribedError } from './not-described.js';
import { type Order, orderOf, orderSql } from './order.js';
import { type Model, TABLES, type Table } from './tables.js';

/** What is read of a row, and of the rows that hang on it. */
export interface Selection {
  table: Table;
  /** By the names of Prisma's model. */
  columns: Set<string>;
  /** Which values of it, by the table's name for what is reckoned. */
  computed: Map<string, Set<string>>;
  one: Map<string, Selection>;
  many: Map<string, { selection: Selection; orderBy: Order[] }>;
}

export const newSelection = (model: Model): Selection => ({
  table: TABLES[model],
  columns: new Set(),
  computed: new Map(),
  one: new Map(),
  many: new Map(),
});

/** The selection of the one row that a relation names; the same for all who ask for it. */
export function selectOne(selection: Selection, name: string): Selection {
  const relation = selection.table.one[name];
  if (!relation) throw new NotDescribedError(name);
  const known = selection.one.get(name) ?? newSelection(relation.model);
  selection.one.set(name, known);
  return known;
}

/** Adds values that are reckoned; all of them where none are named. */
export function addComputed(selection: Selection, name: string, values?: readonly string[]): void {
  const all = selection.table.computed[name]?.values;
  if (!all) throw new NotDescribedError(name);
  const known = selection.computed.get(name) ?? new Set();
  for (const value of values ?? Object.keys(all)) known.add(value);
  selection.computed.set(name, known);
}

/** Adds what a `select` of Prisma's names. Throws `NotDescribedError` for what `tables.ts` does not have. */
export function addSelect(selection: Selection, select: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(select)) {
    if (value === undefined || value === false) continue;
    if (selection.table.columns[name] !== undefined && value === true) selection.columns.add(name);
    else if (selection.table.one[name]) addSelect(selectOne(selection, name), plainSelect(name, value).select);
    else addMany(selection, name, value);
  }
}

interface PlainSelect {
  select: Readonly<Record<string, unknown>>;
  orderBy?: unknown;
}

/** A nested `select` that neither filters nor cuts. */
function plainSelect(name: string, value: unknown): PlainSelect {
  const { select, orderBy, ...more } = (typeof value === 'object' ? value : {}) as Partial<PlainSelect>;
  if (!select || Object.keys(more).length > 0) throw new NotDescribedError(name);
  return { select, orderBy };
}

function addMany(selection: Selection, name: string, value: unknown): void {
  const relation = selection.table.many[name];
  if (!relation) throw new NotDescribedError(name);
  const { select, orderBy } = plainSelect(name, value);
  const order = orderOf(TABLES[relation.model], orderBy);
  const known = selection.many.get(name) ?? { selection: newSelection(relation.model), orderBy: order };
  if (printed(known.orderBy) !== printed(order)) throw new NotDescribedError(`${name} in two orders`);
  addSelect(known.selection, select);
  if (known.selection.one.size + known.selection.many.size > 0) throw new NotDescribedError(`relations of ${name}`);
  selection.many.set(name, known);
}

const printed = (order: readonly Order[]): string => orderSql(order, ({ sql, join }) => sql('t') + join('t'));
