import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  exitCode: number | null;
  /** What was written to stdout and stderr, in the order it came. */
  output: string;
}

export interface PrismaPackage {
  folder: string;
  /** Names of the migrations, in order. */
  migrations(): string[];
  appendToSchema(text: string): void;
  writeMigration(name: string, sql: string): void;
  run(url: string | undefined, ...commandLine: string[]): Promise<Outcome>;
}

/** The package as it is. */
export const prismaPackage = packageAt(packageFolder);

/** A copy with the same dependencies, for one test, whose schema and migrations it may change. */
export function copyPrismaPackage(): PrismaPackage {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-prisma-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ['tools', 'migrations', 'schema.prisma', 'prisma.config.ts', 'package.json']) {
    cpSync(path.join(packageFolder, part), path.join(folder, part), { recursive: true });
  }
  symlinkSync(path.join(packageFolder, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return packageAt(folder);
}

function packageAt(folder: string): PrismaPackage {
  return {
    folder,
    migrations: () =>
      readdirSync(path.join(folder, 'migrations'), { withFileTypes: true })
        .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
        .sort(),
    appendToSchema: (text) => appendFileSync(path.join(folder, 'schema.prisma'), `\n${text}\n`),
    writeMigration: (name, sql) => {
      mkdirSync(path.join(folder, 'migrations', name));
      writeFileSync(path.join(folder, 'migrations', name, 'migration.sql'), sql);
    },
    run: (url, ...commandLine) => runPrisma(folder, url, commandLine),
  };
}

/** Runs the command with proxies where nobody answers, so that what would go to the network fails. */
function runPrisma(folder: string, url: string | undefined, commandLine: string[]): Promise<Outcome> {
  const { DATABASE_URL: _ofTheCaller, ...environment } = process.env;
  const nobody = 'http://127.0.0.1:1';
  const offline = { HTTP_PROXY: nobody, HTTPS_PROXY: nobody, PRISMA_ENGINES_MIRROR: nobody, NO_COLOR: '1' };
  const child = spawn(process.execPath, [path.join(folder, 'tools', 'prisma.mjs'), ...commandLine], {
    env: { ...environment, ...offline, ...(url === undefined ? {} : { DATABASE_URL: url }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}
