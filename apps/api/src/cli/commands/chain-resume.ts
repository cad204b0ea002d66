import { durationText } from '@rollcall/domain/chain/duration-text';
import type { ResumeDecision, ResumeFrom } from '@rollcall/domain/chain/resume';
import { type Command, Option } from 'commander';
import { resumeRun } from '../../modules/chains/resume-run.js';
import { RefusedError } from '../../workflow/refused-error.js';
import { previewResume } from '../../workflow/resume-chain-run.js';
import { type Cli, type EngineParts, withEngine } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { table } from '../output/table.js';
import { print, printJson } from '../output/terminal.js';
import { COMMAND_LINE, startedNumber } from '../start-by-hand.js';
import { tellOfStart } from '../tell-of-start.js';

interface ResumeOptions {
  from?: string;
  all?: true;
  preview?: true;
  wait?: true;
  json?: true;
}

/** `rollcall chain resume 42` (S4.11, bug 44) */
export function addChainResume(parent: Command, cli: Cli): void {
  parent
    .command('resume <number>')
    .description('do an ended run again from where it failed, as a new run that uses the results which stand')
    .addOption(new Option('--from <step>', 'begin again at this step instead').conflicts('all'))
    .option('--all', 'do every step again')
    .addOption(
      new Option('--preview', 'print what would be used again and what done again, and change nothing').conflicts('wait'),
    )
    .option('--wait', 'follow it to its end, and exit by how it ended')
    .option('--json', 'print the run, or the preview, as JSON')
    .action((number: string, options: ResumeOptions) => withEngine(cli, (parts) => resume(cli, parts, number, options)));
}

async function resume(cli: Cli, parts: EngineParts, number: string, options: ResumeOptions): Promise<void> {
  const { engine, deps } = parts;
  const from = fromOf(options);
  if (!options.preview) {
    const outcome = await resumeRun(engine, { chainRunId: number, from, by: COMMAND_LINE });
    return tellOfStart(cli, parts, startedNumber(outcome), options);
  }
  const decision = await previewResume(engine, { chainRunId: number, from });
  if (options.json) {
    if (decision.kind !== 'resume') cli.exitCode = EXIT.failed;
    return printJson(cli.terminal, decision);
  }
  return print(cli.terminal, previewText(number, decision, { now: deps.now(), words: wordsOf(options) }));
}

function fromOf({ from, all }: ResumeOptions): ResumeFrom {
  if (from !== undefined) return { step: from };
  return all ? 'all' : 'failure';
}

/** The options once more, for the command that does what was previewed. */
function wordsOf({ from, all }: ResumeOptions): string {
  if (from !== undefined) return ` --from ${from}`;
  return all ? ' --all' : '';
}

/** Throws `RefusedError` where the run would not be resumed, as the resume itself would. */
function previewText(number: string, decision: ResumeDecision, { now, words }: { now: number; words: string }): string {
  if (decision.kind !== 'resume')
    throw new RefusedError(
      `Chain run ${number} would not be resumed: ${decision.reason}`,
      decision.kind === 'refused' ? decision.remedy : 'rollcall chain run starts a full run.',
    );
  const rows = [
    ...decision.reuse.map(({ step, completedAt }) => ['use again', step, `done ${durationText(now - completedAt)} ago`]),
    ...decision.redo.map(({ step, reason }) => ['do again', step, reason]),
    ...decision.leaveOut.map(({ step, reason }) => ['leave out', step, reason]),
  ];
  return `${table(['', 'step', ''], rows)}\n\nNothing was changed. Do it: rollcall chain resume ${number}${words}`;
}
