import type { JsonValue } from '@rollcall/domain/change/change';
import type { Action } from '@rollcall/domain/permission/actions';
import { can } from '@rollcall/domain/permission/can';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { principalOf } from '../../graphql/context.js';
import type { RowContext } from '../../graphql/row-context.js';

/** The tables, at one moment. */
export type Rows = Prisma.TransactionClient;

/** One row of a file: values in the order of its columns. */
export type ExportRecord = readonly JsonValue[];

/** What an export asks of a list. */
export interface ExportQuestion {
  /** With the principal whose eyes the file is for. */
  context: RowContext;
  provider: { id: string; uen: string };
  /** As it was stored: JSON. */
  filter: Readonly<Record<string, JsonValue>>;
}

/** A list with its question. */
export interface OpenExport {
  /** The paths of GraphQL fields, `learner.name`: what the principal may not see is no column. */
  columns: readonly string[];
  /** Rows, counted up to `most`. */
  count(rows: Rows, most: number): Promise<number>;
  /** Each row once, by id, a page of `take` at a time. */
  pages(rows: Rows, take: number): AsyncGenerator<ExportRecord[]>;
}

export interface ExportSource {
  open(question: ExportQuestion): Promise<OpenExport>;
}

type Read<Row> = (row: Row) => JsonValue;

interface SourceParts<Filter, Where, Row> {
  /** The filter's fields that are dates, which JSON keeps as text. */
  dates: readonly (keyof Filter & string)[];
  /** The rows that the principal may see, of the provider, that the filter lets through: the conditions of the list itself. */
  where: (filter: Filter, context: RowContext, provider: ExportQuestion['provider']) => Where | Promise<Where>;
  count: (rows: Rows, where: Where, most: number) => Promise<number>;
  /** Rows after an id, by id. */
  page: (rows: Rows, where: Where, after: AfterId, take: number) => Promise<Row[]>;
  columns: Record<string, Read<Row>>;
  /** What the fields of some columns need besides: `learner.name` stands under `learner`. */
  needs?: Record<string, Action>;
}

/** Prisma's condition for what comes after an id; none for the first page. */
type AfterId = { id?: { gt: never } };

/** A list that can be exported. Its rows are read by Prisma under the very conditions of its GraphQL field. */
export function exportSource<Filter extends object, Where, Row extends { id: string | bigint }>(
  parts: SourceParts<Filter, Where, Row>,
): ExportSource {
  return {
    async open({ context, provider, filter }) {
      const where = await parts.where(withDates(filter, parts.dates) as Filter, context, provider);
      const columns = Object.entries(parts.columns).filter(([path]) => isShown(path, parts.needs ?? {}, context, provider.id));
      return {
        columns: columns.map(([path]) => path),
        count: (rows, most) => parts.count(rows, where, most),
        pages: async function* (rows, take) {
          for (let after: AfterId = {}, found = take; found === take; ) {
            const page = await parts.page(rows, where, after, take);
            if (page.length > 0) yield page.map((row) => columns.map(([, read]) => read(row)));
            found = page.length;
            after = { id: { gt: page.at(-1)?.id as never } };
          }
        },
      };
    },
  };
}

function isShown(path: string, needs: Record<string, Action>, context: RowContext, providerId: string): boolean {
  const action = needs[path.split('.', 1)[0] ?? ''];
  return action === undefined || can(principalOf(context), action, { providerId }).allowed;
}

const withDates = (filter: ExportQuestion['filter'], dates: readonly string[]): object =>
  Object.fromEntries(
    Object.entries(filter).map(([field, value]) => [
      field,
      typeof value === 'string' && dates.includes(field) ? new Date(value) : value,
    ]),
  );

/** A calendar day, `YYYY-MM-DD`. */
export const dayOf = (date: Date | null): string | null => date?.toISOString().slice(0, 10) ?? null;

/** An instant, ISO 8601 in UTC. */
export const instantOf = (date: Date | null): string | null => date?.toISOString() ?? null;
