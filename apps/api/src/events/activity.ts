/** What the activity log tells; the database's triggers write it (decision 0029). */
export const ACTIVITY_KINDS = [
  'course_run.changed',
  'trainer.changed',
  'enrolment.changed',
  'learner.changed',
  'course.changed',
  'incident.opened',
  'incident.repeated',
  'incident.noted',
  'incident.closed',
  'chain_run.started',
  'chain_run.awaiting_approval',
  'chain_run.ended',
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** A place in the log: transactions in their order, and the rows of one transaction in theirs. */
export interface ActivityPosition {
  transaction: bigint;
  number: bigint;
}

/** A row of `activity`. */
export interface Activity extends ActivityPosition {
  /** Null for what belongs to the installation. */
  providerId: string | null;
  kind: ActivityKind;
  /** Row ids, at most a hundred; of course runs for `trainer.changed`; none for chain runs. */
  entityIds: readonly string[];
  changeSetId: string | null;
  /** A bigint, as text. */
  chainRunId: string | null;
  createdAt: Date;
}

/** What arrived together: at least one row, in order, about a hundred entities at most. */
export type ActivityBatch = readonly [Activity, ...Activity[]];

/** The cursor names no row of the log any more: what came after it may be gone too. */
export class CursorTooOldError extends Error {
  readonly remedy = 'Read what you show anew, and subscribe without `after`.';
  constructor() {
    super('The activity after this cursor is no longer kept.');
    this.name = 'CursorTooOldError';
  }
}

/** The cursor was not made here. */
export class CursorMalformedError extends Error {
  readonly remedy = 'Give the cursor of an event that arrived, as it was, or leave `after` out.';
  constructor() {
    super('`after` is no cursor of the activity log.');
    this.name = 'CursorMalformedError';
  }
}

const CURSOR = /^(\d{1,19}):(\d{1,18})$/;

/** A position as callers keep it. */
export const writeCursor = ({ transaction, number }: ActivityPosition): string =>
  Buffer.from(`${transaction}:${number}`).toString('base64url');

/** Throws `CursorMalformedError`. */
export function readCursor(cursor: string): ActivityPosition {
  const [, transaction, number] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (transaction === undefined || number === undefined) throw new CursorMalformedError();
  return { transaction: BigInt(transaction), number: BigInt(number) };
}

/** Whether a position lies behind another one. */
export const isAfter = (one: ActivityPosition, other: ActivityPosition): boolean =>
  one.transaction > other.transaction || (one.transaction === other.transaction && one.number > other.number);

/** Whether what a transaction wrote was committed when a snapshot was taken (`pg_snapshot` as text: `xmin:xmax:at,work`). */
export function isSeenIn(snapshot: string, { transaction }: Pick<ActivityPosition, 'transaction'>): boolean {
  const [oldest = '', next = '', atWork = ''] = snapshot.split(':');
  return transaction < BigInt(oldest) || (transaction < BigInt(next) && !atWork.split(',').includes(String(transaction)));
}
