import type { Command } from 'commander';
import { readChainHistory } from '../../modules/chains/read-chain-history.js';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { type Cli, type EngineParts, withEngine } from '../context.js';
import { atLeastOne } from '../options/whole-number.js';
import { chainHistoryText } from '../output/chain-history-text.js';
import { note, print, printJson } from '../output/terminal.js';

interface HistoryOptions {
  provider?: string;
  limit: number;
  json?: true;
}

/** `rollcall chain history tgs_daily` */
export function addChainHistory(parent: Command, cli: Cli): void {
  parent
    .command('history [chain]')
    .description('list the newest runs, skipped ticks among them, each with its trigger and its reason')
    .option('--provider <uen>', 'only those of this provider')
    .option('--limit <count>', 'how many', atLeastOne, 20)
    .option('--json', 'print them as JSON')
    .action((chain: string | undefined, options: HistoryOptions) =>
      withEngine(cli, (parts) => history(cli, parts, chain, options)),
    );
}

async function history(
  cli: Cli,
  { deps, engine }: EngineParts,
  chain: string | undefined,
  options: HistoryOptions,
): Promise<void> {
  const { pool } = deps.database;
  const provider = options.provider === undefined ? null : await resolveProvider(pool, options.provider.trim().toUpperCase());
  const lines = await readChainHistory(pool, {
    limit: options.limit,
    ...(chain !== undefined && { chain: engine.chains.get(chain).declaration.name }),
    ...(provider && { providerId: provider.id }),
  });
  if (options.json) return printJson(cli.terminal, lines);
  if (lines.length === 0)
    return note(cli.terminal, 'Nothing has run yet. Start a chain: rollcall chain run NAME; see them: rollcall chains');
  return print(cli.terminal, chainHistoryText(lines, cli.terminal.colours));
}
