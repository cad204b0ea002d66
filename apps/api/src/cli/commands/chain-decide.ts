import type { Command } from 'commander';
import { decideRun } from '../../modules/chains/decide-run.js';
import { readChainRun } from '../../modules/chains/read-chain-run.js';
import type { ApprovalRequest } from '../../workflow/approve-chain-run.js';
import { type Cli, withEngine } from '../context.js';
import { print, printJson } from '../output/terminal.js';
import { COMMAND_LINE } from '../start-by-hand.js';

interface DecideOptions {
  note?: string;
  json?: true;
}

/** `rollcall chain approve 42`, `rollcall chain reject 42` (bug 49) */
export function addChainDecisions(parent: Command, cli: Cli): void {
  addDecision(parent, cli, 'approve', 'let a run write the changes that it waits with');
  addDecision(parent, cli, 'reject', 'leave out the step that waits with its changes; the run goes on without it');
}

function addDecision(parent: Command, cli: Cli, decision: ApprovalRequest['decision'], description: string): void {
  parent
    .command(`${decision} <number>`)
    .description(description)
    .option('--note <text>', 'why, for the record')
    .option('--json', 'print the run as JSON')
    .action((number: string, { note, json }: DecideOptions) =>
      withEngine(cli, async ({ deps, engine }) => {
        const request = { chainRunId: number, decision, by: COMMAND_LINE };
        const { step } = await decideRun(engine, { ...request, ...(note !== undefined && { note }) });
        if (json) return printJson(cli.terminal, await readChainRun(deps.database.pool, number));
        return print(cli.terminal, decidedText(number, step, decision));
      }),
    );
}

const decidedText = (number: string, step: string, decision: ApprovalRequest['decision']): string =>
  decision === 'approve'
    ? `Approved. ${step} plans anew and writes; it asks again only where the changes have grown. Follow it: rollcall chain watch ${number}`
    : `Rejected. Nothing of ${step} is written, and the run goes on without it. Follow it: rollcall chain watch ${number}`;
