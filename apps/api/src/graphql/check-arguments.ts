import { GraphQLError } from 'graphql';
import { MAX_PAGE_SIZE, MAX_TEXT } from './page-limits.js';

/** A cursor as the Prisma plugin writes it, around the id of a row: a UUID, or the number of a change. */
const CURSOR = /^GPC:(S:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|I:\d{1,18})$/i;

/**
 * Refuses arguments that the database would answer with an error of its own, or that ask for too much.
 * Throws a `GraphQLError` with the code BAD_USER_INPUT that names field and argument.
 *
 * @param mark what the cursors of a connection carry (`cursorMark`); null: it is none, and the field itself says what `after` means
 */
export function checkArguments(field: string, values: Readonly<Record<string, unknown>>, mark: string | null): void {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'first' || name === 'last') checkPageSize(field, name, value);
    else if (mark !== null && (name === 'after' || name === 'before')) checkCursor(field, name, value, mark);
    else if (name === 'ids') checkIds(field, value);
    checkText(field, name, value);
  }
  if (values.first != null && values.last != null)
    throw refused(field, 'first', 'and `last` exclude each other: give one of them');
  if (values.after != null && values.before != null)
    throw refused(field, 'after', 'and `before` exclude each other: give one of them');
}

function checkPageSize(field: string, name: string, value: unknown): void {
  if (value == null) return;
  const size = Number(value);
  if (size < 0) throw refused(field, name, `is ${size}, but a page cannot have fewer than 0 rows`);
  if (size > MAX_PAGE_SIZE)
    throw refused(
      field,
      name,
      `is ${size}, but a page has at most ${MAX_PAGE_SIZE} rows: ask for ${MAX_PAGE_SIZE} and go on with the cursor`,
    );
}

function checkCursor(field: string, name: string, value: unknown, mark: string): void {
  if (typeof value !== 'string') return;
  const text = Buffer.from(value, 'base64').toString('utf8');
  if (!text.endsWith(mark) || !CURSOR.test(text.slice(0, text.length - mark.length)))
    throw refused(
      field,
      name,
      'is no cursor of this API, or one of another order: pass `pageInfo.endCursor`, `pageInfo.startCursor` or an edge’s `cursor` unchanged',
    );
}

function checkIds(field: string, value: unknown): void {
  if (Array.isArray(value) && value.length > MAX_PAGE_SIZE)
    throw refused(field, 'ids', `has ${value.length} ids, but at most ${MAX_PAGE_SIZE} are answered at once`);
}

/** PostgreSQL refuses NUL in a text, wherever it stands in a filter. */
function checkText(field: string, name: string, value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw refused(field, name, 'contains a NUL character');
    if (value.length > MAX_TEXT) throw refused(field, name, `is longer than ${MAX_TEXT} characters`);
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const [key, inner] of Object.entries(value)) checkText(field, Array.isArray(value) ? name : `${name}.${key}`, inner);
  }
}

function refused(field: string, argument: string, reason: string): GraphQLError {
  return new GraphQLError(`\`${argument}\` of \`${field}\` ${reason}.`, {
    extensions: { code: 'BAD_USER_INPUT', field, argument, http: { status: 400 } },
  });
}
