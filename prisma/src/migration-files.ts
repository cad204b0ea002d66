import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MigrationError } from './migration-error.js';

export interface MigrationFile {
  /** The folder's name, `20261121000000_initial`: the order of names is the order of migrations. */
  name: string;
  sql: string;
  /** As Prisma keeps it: sha256 of the file, in hexadecimal. */
  checksum: string;
}

/** The migrations of this package, seen from src and from dist alike. */
export const defaultMigrationDirectory = fileURLToPath(new URL('../migrations', import.meta.url));

/** Reads every `<name>/migration.sql`, in order. Errors: `migration-file-missing`, `has-own-transaction`. */
export async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(directory, name)));
}

/** Whether a file is the one a checksum was taken of. Line ends do not count: git may have changed them on the way. */
export function matchesChecksum(migration: MigrationFile, checksum: string): boolean {
  if (migration.checksum === checksum) return true;
  const unixText = migration.sql.replaceAll('\r\n', '\n');
  return [unixText, unixText.replaceAll('\n', '\r\n')].some((text) => sha256(text) === checksum);
}

async function readMigration(directory: string, name: string): Promise<MigrationFile> {
  const file = path.join(directory, name, 'migration.sql');
  let sql: string;
  try {
    sql = await readFile(file, 'utf8');
  } catch (error) {
    throw new MigrationError({
      code: 'migration-file-missing',
      problem: `The migration ${name} has no readable ${file}.`,
      remedy: 'Restore the file, or remove the empty folder if the migration was never applied anywhere.',
      migration: name,
      cause: error,
    });
  }
  requireNoTransaction(name, sql);
  return { name, sql, checksum: sha256(sql) };
}

/** A COMMIT inside would end the transaction that keeps a failing migration from being applied by halves. */
function requireNoTransaction(name: string, sql: string): void {
  const code = sql.replaceAll(/--.*$|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1/gm, ' ');
  const statement = /(?:^|;)\s*(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT)\b[^;]*/i.exec(code)?.[1];
  if (!statement) return;
  throw new MigrationError({
    code: 'has-own-transaction',
    problem: `The migration ${name} controls transactions itself (${statement.toUpperCase()}).`,
    remedy: 'Remove that statement: each migration is applied in one transaction together with the note that it was.',
    migration: name,
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
