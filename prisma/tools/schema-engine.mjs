#!/usr/bin/env node
// Stand-in for Prisma's native schema engine, which can only be had by a download.
//
// It speaks what the prisma CLI expects of that program (flags, a `cli` mode, JSON-RPC lines on stdin and stdout, JSON log lines
// on stderr) and answers from the WebAssembly build of the same engine, with @prisma/adapter-pg as its connection.
// The CLI finds it through PRISMA_SCHEMA_ENGINE_BINARY (see prisma.mjs). It rests on Prisma's internals: the versions in
// package.json are exact, and test/prisma-command.test.ts proves each command.
import { readFileSync } from 'node:fs';
import { openMigrationAdapters } from './schema-engine/adapters.mjs';
import { runCliCommand } from './schema-engine/cli-command.mjs';
import { serveRequests } from './schema-engine/json-rpc.mjs';
import { loadSchemaEngine } from './schema-engine/wasm-engine.mjs';

/** Every value given for a flag that may be repeated. */
function valuesOf(flag) {
  return process.argv.flatMap((argument, index) => (argument === flag ? [process.argv[index + 1]] : []));
}

if (process.argv.includes('--version')) {
  process.stdout.write('schema-engine-cli wasm\n');
  process.exit(0);
}

const [datasourceJson] = valuesOf('--datasource');
const datasource = datasourceJson ? JSON.parse(datasourceJson) : {};

const cliAt = process.argv.indexOf('cli');
if (cliAt !== -1) {
  process.exit(await runCliCommand(process.argv[cliAt + 1], datasource.url));
}

const datamodels = valuesOf('--datamodels').map((file) => [file, readFileSync(file, 'utf8')]);
serveRequests(() => loadSchemaEngine(datamodels, openMigrationAdapters(datasource)));
