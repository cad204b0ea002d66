export type EmbeddedPostgresErrorCode =
  | 'unsupported-platform'
  | 'binaries-missing'
  | 'binaries-broken'
  | 'no-server-user'
  | 'folder-not-traversable'
  | 'folder-not-writable'
  | 'cluster-damaged'
  | 'cluster-version-mismatch'
  | 'cluster-initialisation-failed'
  | 'wrong-credentials'
  | 'port-taken'
  | 'folder-locked'
  | 'disk-full'
  | 'administrator-account'
  | 'start-failed'
  | 'start-timeout'
  | 'stop-failed';

/** Why the embedded server could not be started or stopped (`code`) and what the operator can do about it (`remedy`). */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    problem: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}\n${remedy}`, options);
  }
}

/** The text of anything that was thrown. A refused connection on two addresses comes as an AggregateError without a message. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** The code of a system or database error (`ENOENT`, `28P01`), when the thrown thing has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
