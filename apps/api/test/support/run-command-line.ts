import { Writable } from 'node:stream';
import { createCli } from '../../src/cli/context.js';
import { createTerminal } from '../../src/cli/output/terminal.js';
import { runCli } from '../../src/cli/run-cli.js';

export interface CommandLineResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line in this process. Neither stream is a terminal. */
export async function runCommandLine(
  words: string,
  environment: Record<string, string> = {},
  signal = new AbortController().signal,
): Promise<CommandLineResult> {
  const [stdout, stderr] = [collector(), collector()];
  const cli = createCli({
    terminal: createTerminal(stdout.stream, stderr.stream, environment),
    environment,
    workingDirectory: process.cwd(),
    signal,
  });
  const exitCode = await runCli(
    cli,
    words.split(' ').filter((word) => word !== ''),
  );
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function collector() {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
