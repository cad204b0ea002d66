import { durationText } from '@rollcall/domain/chain/duration-text';
import type { ChainEvent } from '../../events/chain-event.js';
import type { ChainOutlook } from '../../modules/chains/read-chain-outlook.js';
import type { ApprovalReport, ChainRunReport, StepReport } from '../../modules/chains/read-chain-run.js';
import { decideHint, stepDuration } from './chain-board.js';
import { chainRunStatusText, countsText, stepMark, wordsOf } from './chain-words.js';
import { clockText, momentInBothZones } from './moment-text.js';
import { tableWithRemarks } from './table.js';
import type { Colours } from './terminal.js';

export interface ChainRunShown {
  run: ChainRunReport;
  title: string;
  outlook: ChainOutlook;
  /** The newest ones, oldest first. */
  events: readonly ChainEvent[];
  /** Epoch milliseconds. */
  now: number;
}

/** One chain run for people: how it stands and why, what asked for it, its steps, what waits for a person, its last events. */
export function chainRunText(shown: ChainRunShown, colours: Colours): string {
  const { run, events } = shown;
  const zone = run.provider?.timeZone ?? 'UTC';
  const { bold, dim, red } = colours;
  return [
    `${bold(`Chain run ${run.number}`)}  ${bold(chainRunStatusText(run.status, colours))}${run.reason === null ? '' : `  ${run.reason}`}`,
    ...(run.error === null || run.error === run.reason ? [] : [red(run.error)]),
    ...(run.remedy === null ? [] : [run.remedy]),
    '',
    factsText(shown, zone),
    '',
    stepsText(shown, colours),
    ...run.steps.flatMap((step) =>
      step.approval === null ? [] : ['', ...approvalLines(run.number, step.step, step.approval, colours)],
    ),
    ...(events.length === 0
      ? []
      : ['', 'Last events', ...events.map((event) => `  ${dim(clockText(event.createdAt, zone))}  ${oneLine(event.message)}`)]),
  ].join('\n');
}

/** An event as a line of a log. */
export const chainEventText = (event: ChainEvent, timeZone: string): string =>
  `${clockText(event.createdAt, timeZone)}  ${oneLine(event.message)}`;

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');

function factsText({ run, title, outlook, now }: ChainRunShown, zone: string): string {
  const { callsMade, callsPredicted, finishAt } = outlook;
  const elapsed = durationText((run.completedAt?.getTime() ?? now) - run.startedAt.getTime());
  const facts: [string, string | null][] = [
    ['chain', `${run.chain} (${title}), ${run.mode}${run.dryRun ? ', dry run' : ''}`],
    ['provider', run.provider && `${run.provider.uen} ${run.provider.name}`],
    ['day', run.today],
    ['asked for by', `${run.requestedBy} (${wordsOf(run.trigger)})`],
    ['resumes', run.resumedFrom && `chain run ${run.resumedFrom}`],
    ['resumed as', run.resumedAs.length > 0 ? `chain run ${run.resumedAs.join(', ')}` : null],
    ['resolved by', run.resolvedBy && `chain run ${run.resolvedBy}`],
    ['cancelled by', run.cancelRequestedBy],
    ['due', run.dueAt && momentInBothZones(run.dueAt, zone)],
    ['started', momentInBothZones(run.startedAt, zone)],
    [run.completedAt === null ? 'running for' : 'took', elapsed],
    ['calls made', callsMade > 0 || callsPredicted !== null ? madeText(callsMade, callsPredicted) : null],
    ['predicted end', finishAt === null ? null : `about ${clockText(finishAt, zone)}`],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(width)}  ${value}`])).join('\n');
}

/** "52 of about 180" */
const madeText = (made: number, predicted: number | null): string =>
  predicted === null ? String(made) : `${made} of about ${Math.max(made, predicted)}`;

const HEADER = ['tier', 'step', 'status', 'tries', 'interrupted', 'took', 'calls'];

/** The table, with what each step has to say below its row. */
function stepsText({ run, now }: ChainRunShown, colours: Colours): string {
  if (run.steps.length === 0) return 'It has no steps: the tick was skipped before any was to be done.';
  const rows = run.steps.map((step) => {
    const duration = stepDuration(step, now);
    return [
      step.tier,
      step.step + (step.required ? '' : ' (optional)'),
      `${stepMark(step.status, colours)} ${wordsOf(step.status)}`,
      step.attempts || '',
      step.interruptions || '',
      duration === null ? '' : durationText(duration),
      step.callsMade || '',
    ];
  });
  return tableWithRemarks(
    HEADER,
    rows,
    run.steps.map((step) => remarks(step, colours).map((remark) => `      ${remark}`)),
  );
}

function remarks(step: StepReport, { dim, red, yellow }: Colours): string[] {
  const counts = step.counts === null ? '' : countsText(step.counts);
  return [
    ...(counts === '' ? [] : [dim(counts)]),
    ...(step.warnings === 0 ? [] : [yellow(`${step.warnings} ${step.warnings === 1 ? 'warning' : 'warnings'}`)]),
    ...(step.ranOnStaleInputs ? [yellow('ran on stale inputs')] : []),
    ...(step.error === null ? [] : [red(step.error)]),
    ...(step.reason === null || step.reason === step.error || step.reason === step.approval?.sentence ? [] : [dim(step.reason)]),
    ...(step.remedy === null ? [] : [step.remedy]),
  ];
}

function approvalLines(number: string, step: string, approval: ApprovalReport, { yellow, dim }: Colours): string[] {
  const decided = [
    approval.decidedBy === null ? [] : [`by ${approval.decidedBy}`],
    approval.note === null ? [] : [approval.note],
  ].flat();
  if (approval.status !== 'waiting') return [`${step}: ${approval.sentence}`, `  ${[approval.status, ...decided].join(', ')}`];
  const samples = approval.samples.map(
    ({ entity, key, before, after, reason }) => `  ${entity} ${key}: ${before} → ${after} ${dim(`[${reason}]`)}`,
  );
  return [
    yellow(`${step} waits for a person: ${approval.sentence}`),
    `  ${countsText({ ...approval.counts })}`,
    ...samples,
    decideHint(number),
  ];
}
