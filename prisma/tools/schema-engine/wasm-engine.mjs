import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { writeLog } from './log.mjs';

/** What the engine said when it last panicked: WebAssembly itself only reports "unreachable". */
let panicMessage;

/** The message of an error of the engine, the panic's own words when it was one. */
export function messageOf(error) {
  return panicMessage ?? error?.message ?? String(error);
}

/** Starts the engine over the schema files `[path, text][]`. The package is made for bundlers, so it is put together by hand. */
export async function loadSchemaEngine(datamodels, adapterFactory) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      panicMessage = message;
      writeLog('ERROR', message, { is_panic: true });
    },
  };
  const { resolve } = createRequire(import.meta.url);
  const packageFolder = path.dirname(realpathSync(resolve('@prisma/schema-engine-wasm/schema_engine_bg')));
  const bindings = await import(pathToFileURL(path.join(packageFolder, 'schema_engine_bg.js')).href);
  const program = readFileSync(path.join(packageFolder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(program, { './schema_engine_bg.js': bindings });
  const { __wbg_set_wasm: connectBindings } = bindings;
  const { __wbindgen_start: startProgram } = instance.exports;
  connectBindings(instance.exports);
  startProgram();
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return bindings.SchemaEngine.new(options, writeDebugLog, bindMigrationAwareSqlAdapterFactory(adapterFactory));
}

function writeDebugLog(line) {
  if (process.env.DEBUG) writeLog('INFO', String(line));
}
