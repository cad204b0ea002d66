import { NotDescribedError } from './not-described.js';
import { TABLES, type Table } from './tables.js';

/** A statement in the making. */
export interface Statement {
  /** Gives a parameter its place: `$3`. */
  bind(value: unknown): string;
  /**
   * Whether it looks for part of a text, or for its words. An index over the text finds the few rows that have it, and
   * PostgreSQL takes it only where no other one has the rows in the order of the page.
   */
  searchesText: boolean;
}

type Where = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Where =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/**
 * A condition of Prisma's as SQL, so that rows read by hand are chosen by the very conditions that Prisma is given: what a
 * caller may see, and what they filter by. Throws `NotDescribedError` for words that are not known here.
 */
export function conditionSql(table: Table, alias: string, where: object, statement: Statement): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(where as Where)) {
    if (value === undefined) continue;
    if (name === 'AND') parts.push(...listOf(value).map((each) => conditionSql(table, alias, each, statement)));
    else if (name === 'OR') parts.push(anyOf(table, alias, value, statement));
    else if (table.columns[name] !== undefined) parts.push(...columnConditions(table, alias, name, value, statement));
    else parts.push(relationCondition(table, alias, name, value, statement));
  }
  const told = parts.filter((part) => part !== 'true');
  if (told.length === 0) return 'true';
  return told.length === 1 ? (told[0] ?? '') : `(${told.join(' AND ')})`;
}

function listOf(value: unknown): Where[] {
  const list = Array.isArray(value) ? value : [value];
  if (!list.every(isObject)) throw new NotDescribedError('a list of conditions that are none');
  return list;
}

function anyOf(table: Table, alias: string, value: unknown, statement: Statement): string {
  const parts = listOf(value).map((each) => conditionSql(table, alias, each, statement));
  // What an alternative that says nothing means, Prisma decides.
  if (parts.includes('true')) throw new NotDescribedError('an empty alternative');
  return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`;
}

const COMPARISONS: Readonly<Record<string, string>> = { equals: '=', gte: '>=', gt: '>', lte: '<=', lt: '<' };

function columnConditions(table: Table, alias: string, name: string, value: unknown, statement: Statement): string[] {
  const column = `${alias}.${table.columns[name]}`;
  const stored = (plain: unknown) => statement.bind(storedAs(table, name, plain));
  if (value === null) return [`${column} IS NULL`];
  if (!isObject(value)) return [`${column} = ${stored(value)}`];
  const { mode, ...asked } = value;
  return Object.entries(asked).flatMap(([word, operand]) => {
    if (operand === undefined) return [];
    if (word === 'contains' && mode === 'insensitive' && typeof operand === 'string')
      return [`${column} ILIKE ${statement.bind(`%${operand}%`)}`];
    if (mode !== undefined) throw new NotDescribedError(`a mode with ${word}`);
    if (word === 'not' && operand === null) return [`${column} IS NOT NULL`];
    if (word === 'in' && Array.isArray(operand)) {
      const values: unknown[] = operand.map((each) => storedAs(table, name, each));
      return [values.length === 0 ? 'false' : `${column} = ANY (${statement.bind(values)})`];
    }
    if (word === 'hasEvery' && isTexts(operand)) return [`${column} @> ${statement.bind(operand)}`];
    const sign = COMPARISONS[word];
    if (sign === undefined || operand === null) throw new NotDescribedError(`${name}: ${word}`);
    return [`${column} ${sign} ${stored(operand)}`];
  });
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string');

/** Dates as the text that PostgreSQL reads without asking for a time zone. */
function storedAs(table: Table, name: string, value: unknown): unknown {
  if (value instanceof Date) return table.days.has(name) ? value.toISOString().slice(0, 10) : value.toISOString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new NotDescribedError(`${name}: a value that is neither text, number nor date`);
}

function relationCondition(table: Table, alias: string, name: string, value: unknown, statement: Statement): string {
  if (!isObject(value)) throw new NotDescribedError(name);
  const one = table.one[name];
  if (one) return oneCondition(alias, one, value, statement);
  const many = table.many[name];
  const [word = '', inner] = Object.entries(value)[0] ?? [];
  if (!many || !isObject(inner) || Object.keys(value).length !== 1 || !['some', 'none'].includes(word))
    throw new NotDescribedError(name);
  const other = `${alias}_${name}`.toLowerCase();
  const target = TABLES[many.model];
  const found = `EXISTS (SELECT FROM ${target.name} AS ${other} WHERE ${other}.${many.column} = ${alias}.id AND ${conditionSql(target, other, inner, statement)})`;
  return word === 'none' ? `NOT ${found}` : found;
}

function oneCondition(alias: string, { model, column }: Table['one'][string], where: Where, statement: Statement): string {
  const target = TABLES[model];
  const other = `${alias}_${target.name}`;
  const ids = `SELECT ${other}.id FROM ${target.name} AS ${other} WHERE ${conditionSql(target, other, where, statement)}`;
  const names = Object.keys(where);
  // One row at most: asked once, before the plan begins, which can then go through an index in the order of the page.
  const isSingle =
    !statement.searchesText && names.length === 1 && target.unique.has(names[0] ?? '') && !isObject(where[names[0] ?? '']);
  return isSingle ? `${alias}.${column} = (${ids})` : `${alias}.${column} IN (${ids})`;
}

/** Whether a condition looks for part of a text, or for its words, anywhere. */
export const searchesText = (where: unknown): boolean =>
  Array.isArray(where)
    ? where.some(searchesText)
    : isObject(where) && ('contains' in where || 'hasEvery' in where || Object.values(where).some(searchesText));
