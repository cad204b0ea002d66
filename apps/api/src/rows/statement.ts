import { NotDescribedError } from './not-described.js';
import { joinsOf, orderSql } from './order.js';
import { Row } from './row.js';
import type { Selection } from './selection.js';
import type { Table } from './tables.js';

type Values = readonly unknown[];

/** What is asked beside the page's rows, and how an answered line becomes a row. Made once for each selection. */
export interface RowShape {
  /** Columns of the table that the page itself must have. */
  pageColumns: string[];
  /** `p.id, j0.title, …` */
  columns: string;
  /** How many these are. */
  width: number;
  joins: string;
  build(values: Values): Row;
}

/** The page stands in the statement as `p`: it is cut first, and what hangs on its rows is fetched for these alone. */
export function shapeOf(selection: Selection): RowShape {
  const pageColumns = new Set<string>(['id']);
  const columns: string[] = [];
  const joins: string[] = [];
  let tables = 0;

  const add = (column: string): number => columns.push(column) - 1;

  const shape = (of: Selection, alias: string): ((values: Values) => Row) => {
    const isPage = alias === 'p';
    const needs = (column: string): string => {
      if (isPage) pageColumns.add(column);
      return `${alias}.${column}`;
    };
    const names = [...of.columns];
    const places = names.map((name) => add(needs(of.table.columns[name] ?? '')));
    const relations: [string, (values: Values) => unknown][] = [];
    for (const [name, asked] of of.computed) {
      const { values: all = {}, from, isOptional = false } = of.table.computed[name] ?? {};
      if (!from) throw new NotDescribedError(name);
      const other = `k${tables++}`;
      const found = [...asked];
      const at = found.map((value) => add(`${other}.${value}`));
      needs('id');
      const line = `(SELECT ${found.map((value) => `${all[value]} AS ${value}`).join(', ')} ${from(alias)}) AS ${other}`;
      joins.push(isOptional ? `LEFT JOIN LATERAL ${line} ON true` : `CROSS JOIN LATERAL ${line}`);
      relations.push([name, lineReader(found, at, isOptional)]);
    }
    for (const [name, inner] of of.one) {
      const { column = '' } = of.table.one[name] ?? {};
      const other = `j${tables++}`;
      joins.push(`JOIN ${inner.table.name} AS ${other} ON ${other}.id = ${needs(column)}`);
      relations.push([name, shape(inner, other)]);
    }
    for (const [name, { selection: inner, orderBy }] of of.many) {
      const { column = '' } = of.table.many[name] ?? {};
      const other = `m${tables++}`;
      const list = [...inner.columns];
      const items = list.map((each) => `${other}.${inner.table.columns[each]}`).join(', ');
      const order = orderBy.length > 0 ? ` ORDER BY ${orderSql(orderBy, ({ sql }) => sql(other))}` : '';
      if (joinsOf(orderBy, other) !== '') throw new NotDescribedError(`${name} in the order of others`);
      const place = add(
        `(SELECT json_agg(json_build_array(${items})${order}) FROM ${inner.table.name} AS ${other} WHERE ${other}.${column} = ${needs('id')})`,
      );
      const read = itemReader(inner.table, list);
      relations.push([name, (values) => ((values[place] ?? []) as Values[]).map(read)]);
    }
    return (values) => {
      const row = new Row();
      for (let index = 0; index < names.length; index += 1) row[names[index] as string] = values[places[index] as number];
      for (const [name, read] of relations) row[name] = read(values);
      return row;
    };
  };

  const build = shape(selection, 'p');
  return { pageColumns: [...pageColumns], columns: columns.join(', '), width: columns.length, joins: joins.join(' '), build };
}

/** Values that stand at some places of an answered line, by their names. */
function lineReader(names: string[], places: number[], isOptional: boolean): (values: Values) => object | null {
  const [first = 0] = places;
  return (values) => {
    if (isOptional && values[first] === null) return null;
    const line: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) line[names[index] as string] = values[places[index] as number];
    return line;
  };
}

/** Items come as JSON, where dates are texts. */
function itemReader(table: Table, names: string[]): (values: Values) => object {
  const dates = names.map((name) => table.days.has(name) || table.instants.has(name));
  return (values) => {
    const item: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) {
      const value = values[index];
      item[names[index] as string] = dates[index] && typeof value === 'string' ? new Date(value) : value;
    }
    return item;
  };
}
