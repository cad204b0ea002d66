import { stopSignals } from '../start/stop-signals.js';
import { createCli } from './context.js';
import { createTerminal } from './output/terminal.js';
import { runCli } from './run-cli.js';

// Together with start/main.ts the only place that touches the process: what it finds is handed on, and nothing else asks.
const stopping = stopSignals(process);
const cli = createCli({
  terminal: createTerminal(process.stdout, process.stderr, process.env),
  environment: process.env,
  workingDirectory: process.cwd(),
  signal: stopping.signal,
});
// Whoever reads our output may leave early (`rollcall … | head`); then there is nobody left to work for.
process.stdout.on('error', (error) => stopping.stop(error));

const exitCode = await runCli(cli, process.argv.slice(2));
process.exitCode = cli.isEndedBySignal ? exitCode : (stopping.exitCode() ?? exitCode);
