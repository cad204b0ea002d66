import { readChainRun } from '../modules/chains/read-chain-run.js';
import { listLiveWorkers } from '../worker/worker-row.js';
import type { Cli, EngineParts } from './context.js';
import { followChainRun, NO_WORKER } from './follow-chain-run.js';
import { runText } from './output/chain-board.js';
import { note, print, printJson } from './output/terminal.js';

/** Says which run was started, and follows it to its end where that is wanted. As JSON it is one document, with the run as it is then. */
export async function tellOfStart(
  cli: Cli,
  parts: EngineParts,
  number: string,
  options: { wait?: true; json?: true },
): Promise<void> {
  const { pool } = parts.deps.database;
  const { wait, json } = options;
  if (!json) await print(cli.terminal, `Chain run ${number} was started: ${runText(await readChainRun(pool, number))}.`);
  if (wait) cli.exitCode = await followChainRun(cli, parts, number, json ? 'silent' : 'steps');
  if (json) return printJson(cli.terminal, await readChainRun(pool, number));
  if (wait) return;
  if ((await listLiveWorkers(pool)).length === 0) note(cli.terminal, NO_WORKER);
  note(cli.terminal, `Follow it: rollcall chain watch ${number}`);
}
