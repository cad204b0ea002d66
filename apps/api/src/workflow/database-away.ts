import { DatabaseError } from 'pg';

/** The server shuts down or starts (57P), a connection failed (08), or there are too many (53300). */
const AWAY = /^(57P|08|53300)/;

/** What Node and pg say of a connection that could not be made, or broke. */
const UNCONNECTED = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** Whether an error means that the database could not be asked, as opposed to its having said no: the same may go well soon. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseError) return AWAY.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  return UNCONNECTED.test(error.message) || ('syscall' in error && 'errno' in error);
}
