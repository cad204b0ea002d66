import { reportError } from '../cli/output/report-error.js';
import { createTerminal } from '../cli/output/terminal.js';
import { readSettings } from '../settings/settings.js';
import { startRollcall } from './start-rollcall.js';
import { stopSignals } from './stop-signals.js';

// Together with cli/main.ts the only place that touches the process: what it finds is handed on, and nothing else asks.
const terminal = createTerminal(process.stdout, process.stderr, process.env);
const stopping = stopSignals(process);
try {
  const settings = readSettings(process.env);
  // A person reads this start: the log speaks from warnings on, unless LOG_LEVEL says otherwise.
  await startRollcall({
    settings,
    terminal,
    signal: stopping.signal,
    logLevel: process.env['LOG_LEVEL'] ? settings.logLevel : 'warn',
    environment: process.env,
  });
} catch (error) {
  process.exitCode = reportError(terminal, error, process.env['LOG_LEVEL'] === 'debug');
}
