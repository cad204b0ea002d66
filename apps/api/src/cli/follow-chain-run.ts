import type { ChainRunStatus } from '@rollcall/domain/chain/chain';
import { isActiveChainRun } from '@rollcall/domain/chain/chain-run-transitions';
import type { ChainEvent } from '../events/chain-event.js';
import { chainOutlook, readChainExperience } from '../modules/chains/read-chain-outlook.js';
import { type ChainRunReport, readChainRun } from '../modules/chains/read-chain-run.js';
import { listLiveWorkers } from '../worker/worker-row.js';
import type { Cli, EngineParts } from './context.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { chainBoard, decideHint } from './output/chain-board.js';
import { chainEventText } from './output/chain-run-text.js';
import { createLiveLines } from './output/live-lines.js';
import { note, print } from './output/terminal.js';

/** What a run's end means to the shell; one that is left alone has not ended. */
export const EXIT_OF: Record<ChainRunStatus, ExitCode> = {
  completed: EXIT.ok,
  partial: EXIT.partial,
  skipped: EXIT.partial,
  failed: EXIT.failed,
  cancelled: EXIT.failed,
  interrupted: EXIT.failed,
  running: EXIT.failed,
  queued: EXIT.failed,
  awaiting_approval: EXIT.failed,
};

export const NO_WORKER = 'No worker is at work, so nothing moves. Start one: rollcall worker';

/** `steps`: drawn live on a terminal, a line per event elsewhere. */
export type FollowAs = 'steps' | 'json' | 'silent';

/** How a run is shown while it is followed. */
interface View {
  /** Events above this number are asked for. */
  after: number;
  show(event: ChainEvent): Promise<void>;
  finish(): Promise<void>;
}

const REDRAW_MS = 1000;

/**
 * Follows a chain run to its end, whichever process works on it, and gives the exit code that the end means. Ctrl-C leaves
 * the run alone. Throws `UnknownChainRunError`.
 */
export async function followChainRun(cli: Cli, parts: EngineParts, number: string, as: FollowAs): Promise<ExitCode> {
  const { pool } = parts.deps.database;
  const run = await readChainRun(pool, number);
  if (isActiveChainRun(run.status) && (await listLiveWorkers(pool)).length === 0) note(cli.terminal, NO_WORKER);
  const view = as === 'steps' && cli.terminal.stdout.isTTY ? await openBoard(cli, parts, run) : eventLines(cli, run, as);
  const events = await parts.hub.subscribe(number, view.after);
  const leave = () => void events.return?.();
  cli.signal.addEventListener('abort', leave, { once: true });
  if (cli.signal.aborted) leave();
  try {
    for await (const event of events) await view.show(event);
  } finally {
    cli.signal.removeEventListener('abort', leave);
    await view.finish();
  }
  const end = await readChainRun(pool, number);
  tellOfEnd(cli, end);
  return EXIT_OF[end.status];
}

function tellOfEnd({ terminal, signal }: Cli, { number, status, remedy, steps }: ChainRunReport): void {
  if (isActiveChainRun(status)) {
    if (signal.aborted)
      note(
        terminal,
        `Chain run ${number} goes on without you. See it again: rollcall chain watch ${number}; stop it: rollcall chain cancel ${number}`,
      );
    return;
  }
  if (remedy !== null) note(terminal, remedy);
  if (steps.length > 0 && (status === 'failed' || status === 'interrupted' || status === 'partial'))
    note(terminal, `More: rollcall chain show ${number}; again from where it went wrong: rollcall chain resume ${number}`);
}

function eventLines(cli: Cli, run: ChainRunReport, as: FollowAs): View {
  const zone = run.provider?.timeZone ?? 'UTC';
  return {
    after: 0,
    show: async (event) => {
      if (as === 'json') await print(cli.terminal, JSON.stringify({ ...event, chainRunId: run.number }));
      else if (as === 'steps') await print(cli.terminal, chainEventText(event, zone));
      if (event.kind === 'run_awaiting_approval') note(cli.terminal, decideHint(run.number));
    },
    finish: async () => undefined,
  };
}

/** The events only say that something changed: what is drawn is read from the run itself. */
async function openBoard(cli: Cli, { deps, engine }: EngineParts, first: ChainRunReport): Promise<View> {
  const experience = await readChainExperience(engine, first);
  const lines = createLiveLines(cli.terminal.stdout);
  let run = first;
  const draw = () => {
    const now = deps.now();
    const outlook = chainOutlook(run, experience, { now, paceMs: deps.settings.ssg.rateLimitMs });
    lines.draw(chainBoard(run, outlook, now, cli.terminal.colours));
  };
  const read = async () => {
    run = await readChainRun(deps.database.pool, first.number);
    draw();
  };
  draw();
  const timer = setInterval(draw, REDRAW_MS);
  return {
    after: first.lastEventNumber,
    show: async ({ number }) => {
      if (number > run.lastEventNumber) await read();
    },
    finish: async () => {
      clearInterval(timer);
      lines.finish();
    },
  };
}
