import { Writable } from 'node:stream';
import { createCli } from '../../src/cli/context.js';
import { createTerminal, type Stream } from '../../src/cli/output/terminal.js';
import { runCli } from '../../src/cli/run-cli.js';
import { runWorker } from '../../src/worker/run-worker.js';
import type { Chain } from '../../src/workflow/chain.js';
import { sweep } from '../../src/workflow/sweep.js';
import { type ChainWorld, createChainWorld } from '../support/chain-world.js';
import type { CommandLineResult } from '../support/run-command-line.js';

export interface RunOptions {
  signal?: AbortSignal;
  /** Whether standard output is a terminal. */
  isTerminal?: boolean;
  /** Called with all of standard output whenever there is more. */
  onOutput?: (stdout: string) => void;
}

/** The command line over chains of a test, in the world of chains. */
export interface ChainCommandLine {
  world: ChainWorld;
  environment: Record<string, string>;
  rollcall(words: string | readonly string[], options?: RunOptions): Promise<CommandLineResult>;
  /** Works whatever is ready, as a worker would, until nothing is. */
  drive(): Promise<void>;
  /** Runs `work` with a worker that lives. */
  withWorker<T>(work: () => Promise<T>): Promise<T>;
}

export async function createChainCommandLine(chains: readonly Chain[]): Promise<ChainCommandLine> {
  // The command line has the real clock, so the world needs it too.
  const world = await createChainWorld(chains, { now: Date.now });
  const environment = { DATABASE_URL: world.databaseUrl };
  return {
    world,
    environment,
    rollcall: async (words, options = {}) => {
      const stdout = collector(options.onOutput);
      const stderr = collector();
      if (options.isTerminal) stdout.stream.isTTY = true;
      const cli = createCli({
        terminal: createTerminal(stdout.stream, stderr.stream, { NO_COLOR: '1' }),
        environment,
        workingDirectory: process.cwd(),
        signal: options.signal ?? new AbortController().signal,
        chains,
      });
      const exitCode = await runCli(cli, typeof words === 'string' ? words.split(' ') : words);
      return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
    },
    drive: async () => {
      await sweep(world.engine);
      await world.drive();
    },
    withWorker: async (work) => {
      const stopping = new AbortController();
      const { signal } = stopping;
      let worker: Promise<void> = Promise.resolve();
      await new Promise<void>((resolve, reject) => {
        worker = runWorker(world.deps, { signal, chains, onReady: () => resolve() });
        worker.catch(reject);
      });
      try {
        return await work();
      } finally {
        stopping.abort();
        await worker;
      }
    },
  };
}

function collector(onOutput?: (text: string) => void) {
  let text = '';
  const stream: Stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      onOutput?.(text);
      done();
    },
  });
  return { stream, text: () => text };
}
