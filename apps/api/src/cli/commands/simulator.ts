import { once } from 'node:events';
import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { ENCRYPTED_APP } from '@rollcall/ssg/simulator/apps';
import { readSimulatorCommand } from '@rollcall/ssg/simulator/command-options';
import { type Simulator, startSimulator } from '@rollcall/ssg/simulator/server';
import type { Command } from 'commander';
import { readSettings } from '../../settings/settings.js';
import { portTaken } from '../../start/port-taken.js';
import type { Cli } from '../context.js';
import { calendarDay } from '../options/calendar-day.js';
import { wholeNumber } from '../options/provider-settings.js';
import { note, print, printJson } from '../output/terminal.js';

interface SimulatorOptions {
  port?: number;
  seed: number;
  dataset?: string;
  uen?: string;
  today?: string;
  json?: true;
}

/** `rollcall simulator`: SSG on this machine, with invented people, until Ctrl-C. */
export function addSimulator(parent: Command, cli: Cli): void {
  parent
    .command('simulator')
    .description('run the SSG simulator alone, until Ctrl-C')
    .option('--port <port>', 'default: SSG_SIMULATOR_PORT', wholeNumber)
    .option('--seed <number>', 'the same seed gives the same people and runs', wholeNumber, 1)
    .option('--dataset <file>', 'published course runs as CSV; without it a provider is invented')
    .option('--uen <uen>', 'only this provider of the dataset, or the UEN of the invented one')
    .option('--today <day>', 'the day around which runs are placed; default: today in Singapore', calendarDay)
    .option('--json', 'print what it serves as JSON')
    .action((options: SimulatorOptions) => runSimulator(cli, options));
}

async function runSimulator(cli: Cli, { json, port, today, ...options }: SimulatorOptions): Promise<void> {
  const flags = {
    ...options,
    port: port ?? readSettings(cli.environment).ssg.simulatorPort,
    today: today ?? todayIn('Asia/Singapore', Date.now()),
  };
  const simulator = await startSimulator({
    ...readSimulatorCommand(flags),
    ...(today === undefined && { clock: () => new Date() }),
  }).catch((error: unknown) => {
    throw portTaken(error, flags.port, '--port or SSG_SIMULATOR_PORT') ?? error;
  });
  try {
    if (json) await printJson(cli.terminal, describe(simulator));
    else await print(cli.terminal, describeInWords(simulator));
    note(cli.terminal, 'Ctrl-C stops it.');
    if (!cli.signal.aborted) await once(cli.signal, 'abort');
  } finally {
    await simulator.stop();
  }
}

function describe(simulator: Simulator) {
  const { auth, encryptionKey } = ENCRYPTED_APP;
  return {
    url: simulator.url,
    clientId: auth.kind === 'oauth' ? auth.clientId : null,
    clientSecret: auth.kind === 'oauth' ? auth.clientSecret : null,
    encryptionKey,
    providers: simulator.state.providers().map(({ uen, code, name }) => ({ uen, code, name })),
  };
}

function describeInWords(simulator: Simulator): string {
  const { url, clientId, clientSecret, encryptionKey, providers } = describe(simulator);
  return [
    `SSG simulator at ${url}`,
    '',
    `SSG_BASE_URL=${url}`,
    `SSG_CLIENT_ID=${clientId}`,
    `SSG_CLIENT_SECRET=${clientSecret}`,
    `SSG_ENCRYPTION_KEY=${encryptionKey}`,
    '',
    'It plays the SSG of:',
    ...providers.slice(0, 20).map(({ uen, name }) => `  ${uen}  ${name}`),
    ...(providers.length > 20 ? [`  … and ${providers.length - 20} more`] : []),
  ].join('\n');
}
