export type MigrationErrorCode =
  | 'database-missing'
  | 'database-unreachable'
  | 'locked-too-long'
  | 'edited-after-applied'
  | 'failed-before'
  | 'has-own-transaction'
  | 'migration-file-missing'
  | 'migration-failed';

/** Why migrations could not be applied (`code`), the migration when one is to blame, and what to do about it (`remedy`). */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly code: MigrationErrorCode;
  readonly migration: string | undefined;
  readonly remedy: string;

  constructor(fault: { code: MigrationErrorCode; problem: string; remedy: string; migration?: string; cause?: unknown }) {
    super(`${fault.problem}\n${fault.remedy}`, { cause: fault.cause });
    this.code = fault.code;
    this.migration = fault.migration;
    this.remedy = fault.remedy;
  }
}
