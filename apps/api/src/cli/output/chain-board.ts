import { durationText } from '@rollcall/domain/chain/duration-text';
import { isSettled } from '@rollcall/domain/chain/step-status';
import type { ChainOutlook } from '../../modules/chains/read-chain-outlook.js';
import type { ChainRunReport, StepReport } from '../../modules/chains/read-chain-run.js';
import { chainRunStatusText, countsText, stepMark, wordsOf } from './chain-words.js';
import { clockText } from './moment-text.js';
import type { Colours } from './terminal.js';

const BAR_WIDTH = 16;
const STATUS_WIDTH = 'awaiting approval'.length;
const DURATION_WIDTH = '59 min 59 s'.length;

/** A chain run as lines that are drawn again and again: a head, a line per step, and how far it is. `now` in epoch milliseconds. */
export function chainBoard(run: ChainRunReport, outlook: ChainOutlook, now: number, colours: Colours): string[] {
  const width = Math.max(...run.steps.map(({ step }) => step.length));
  return [
    `${colours.bold(`Chain run ${run.number}`)}  ${runText(run)}`,
    ...run.steps.map((step) => stepLine(step, width, now, colours)),
    ...footer(run, outlook, now, colours),
  ];
}

/** "tgs_daily, incremental, 2026-11-21, 201912345K Invented Academy" */
export function runText(run: ChainRunReport): string {
  const provider = run.provider === null ? [] : [`${run.provider.uen} ${run.provider.name}`];
  return [run.chain, run.mode, run.today, ...(run.dryRun ? ['dry run'] : []), ...provider].join(', ');
}

function stepLine(step: StepReport, width: number, now: number, colours: Colours): string {
  const duration = stepDuration(step, now);
  const columns = [
    step.step.padEnd(width),
    wordsOf(step.status).padEnd(STATUS_WIDTH),
    (duration === null ? '' : durationText(duration)).padStart(DURATION_WIDTH),
    stepDetail(step, colours),
  ];
  return `${stepMark(step.status, colours)} ${columns.join('  ')}`.trimEnd();
}

/** Milliseconds that the step has taken in this run, null where it has not begun here. */
export function stepDuration(step: StepReport, now: number): number | null {
  if (step.startedAt === null || step.status === 'reused') return null;
  if (step.completedAt === null && step.status !== 'running') return null;
  return (step.completedAt?.getTime() ?? now) - step.startedAt.getTime();
}

function stepDetail(step: StepReport, colours: Colours): string {
  if (step.status === 'running') return progressOf(step, colours);
  if (step.status === 'completed' || step.status === 'reused') return step.counts === null ? '' : countsText(step.counts);
  return step.error ?? step.reason ?? '';
}

function progressOf({ progress, callsMade, callsPredicted }: StepReport, { cyan, dim }: Colours): string {
  const calls = callsMade > 0 || callsPredicted !== null ? [callsText(callsMade, callsPredicted)] : [];
  if (progress === null) return calls.join('');
  const { done, total } = progress;
  if (total === null) return [String(done), ...calls].join(', ');
  const filled = total === 0 ? BAR_WIDTH : Math.min(BAR_WIDTH, Math.floor((done / total) * BAR_WIDTH));
  const bar = `${cyan('█'.repeat(filled))}${dim('░'.repeat(BAR_WIDTH - filled))}`;
  return `${bar}  ${[`${done} of ${total}`, ...calls].join(', ')}`;
}

/** "52 calls of about 180" */
function callsText(made: number, predicted: number | null): string {
  const calls = `${made} ${made === 1 ? 'call' : 'calls'}`;
  return predicted === null ? calls : `${calls} of about ${Math.max(made, predicted)}`;
}

function footer(run: ChainRunReport, outlook: ChainOutlook, now: number, colours: Colours): string[] {
  const zone = run.provider?.timeZone ?? 'UTC';
  const elapsed = durationText((run.completedAt?.getTime() ?? now) - run.startedAt.getTime());
  const calls =
    outlook.callsMade > 0 || outlook.callsPredicted !== null ? [callsText(outlook.callsMade, outlook.callsPredicted)] : [];
  if (run.completedAt !== null)
    return [
      [`${chainRunStatusText(run.status, colours)} after ${elapsed}`, ...calls].join(', '),
      ...(run.reason === null ? [] : [run.reason]),
    ];
  const finish = outlook.finishAt === null ? [] : [`done at about ${clockText(outlook.finishAt, zone)}`];
  return [[`${chainRunStatusText(run.status, colours)} for ${elapsed}`, ...calls, ...finish].join(', '), ...waitingText(run)];
}

/** What keeps the run from going on by itself. */
function waitingText(run: ChainRunReport): string[] {
  if (run.cancelRequestedBy !== null) return ['It was cancelled, and stops at the next safe point.'];
  if (run.steps.some(({ status }) => status === 'awaiting_approval')) return [decideHint(run.number)];
  const busy = run.steps.some(({ status }) => status === 'running');
  const held = run.steps.find((step) => !isSettled(step.status) && step.reason !== null);
  return busy || !held ? [] : [`${held.step}: ${held.reason}`];
}

/** What a person does about a change set that waits (bug 49). */
export const decideHint = (number: string): string =>
  `Look at it: rollcall chain show ${number}. Then: rollcall chain approve ${number}, or rollcall chain reject ${number}.`;
