import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of migrations made of `{ name: sql }`, for one test; call `write` to add or change one. */
export function makeMigrations(scripts: Record<string, string>): {
  directory: string;
  write: (name: string, sql: string) => void;
} {
  const directory = mkdtempSync(path.join(tmpdir(), 'rollcall-migrations-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const write = (name: string, sql: string) => {
    mkdirSync(path.join(directory, name), { recursive: true });
    writeFileSync(path.join(directory, name, 'migration.sql'), sql);
  };
  for (const [name, sql] of Object.entries(scripts)) write(name, sql);
  return { directory, write };
}
