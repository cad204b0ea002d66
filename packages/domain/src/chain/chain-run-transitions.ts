import { ACTIVE_CHAIN_RUN_STATUSES, type ChainRunStatus } from './chain.js';

/**
 * Whatever may happen to a chain run. Resuming is not among them: it begins a new chain run and leaves the old one as it is
 * (plan-resume.ts). The diagram is in README.md beside this file.
 */
export const CHAIN_RUN_EVENTS = [
  'start',
  'complete',
  'complete_partially',
  'fail',
  'await_approval',
  'approve',
  /** The step that waited is cancelled; the run goes on without it. */
  'reject',
  'cancel',
  /** A step was given up because its workers died. */
  'interrupt',
  'skip',
] as const;
export type ChainRunEvent = (typeof CHAIN_RUN_EVENTS)[number];

export type ChainRunTransition = { kind: 'moved'; to: ChainRunStatus } | { kind: 'refused'; reason: string };

const FINISHED = {} as const;

/** Every move there is. What is missing here is refused. */
const MOVES: Record<ChainRunStatus, Partial<Record<ChainRunEvent, ChainRunStatus>>> = {
  queued: { start: 'running', fail: 'failed', cancel: 'cancelled', skip: 'skipped' },
  running: {
    complete: 'completed',
    complete_partially: 'partial',
    fail: 'failed',
    await_approval: 'awaiting_approval',
    cancel: 'cancelled',
    interrupt: 'interrupted',
    skip: 'skipped',
  },
  awaiting_approval: { approve: 'running', reject: 'running', cancel: 'cancelled' },
  completed: FINISHED,
  partial: FINISHED,
  failed: FINISHED,
  cancelled: FINISHED,
  interrupted: FINISHED,
  skipped: FINISHED,
};

const REFUSALS: Partial<Record<ChainRunStatus, Partial<Record<ChainRunEvent, string>>>> = {
  queued: {
    approve: 'It has not begun; nothing of it awaits approval.',
    reject: 'It has not begun; nothing of it awaits approval.',
  },
  running: {
    start: 'It runs already.',
    approve: 'Nothing of it awaits approval; perhaps somebody has approved it already.',
    reject: 'Nothing of it awaits approval; perhaps somebody has approved it already.',
  },
  awaiting_approval: { await_approval: 'It awaits approval already.' },
};

/** What each event says of a run that has ended. */
const TOO_LATE: Partial<Record<ChainRunEvent, string>> = {
  start: 'start a new one, or resume this one.',
  approve: 'there is nothing left to approve.',
  reject: 'there is nothing left to reject.',
  cancel: 'there is nothing left to cancel.',
};

/** Where an event takes a chain run, or why it is refused. A chain run's status never changes in another way. */
export function applyChainRunEvent(status: ChainRunStatus, event: ChainRunEvent): ChainRunTransition {
  const to = MOVES[status][event];
  return to === undefined ? { kind: 'refused', reason: refusalOf(status, event) } : { kind: 'moved', to };
}

/** The statuses from which an event moves a chain run: the `WHERE status IN (…)` of the statement that writes it. */
export function chainRunStatusesFor(event: ChainRunEvent): ChainRunStatus[] {
  return (Object.keys(MOVES) as ChainRunStatus[]).filter((status) => MOVES[status][event] !== undefined);
}

/** True where a chain run still has work before it. */
export function isActiveChainRun(status: ChainRunStatus): boolean {
  return ACTIVE_CHAIN_RUN_STATUSES.some((active) => active === status);
}

function refusalOf(status: ChainRunStatus, event: ChainRunEvent): string {
  if (!isActiveChainRun(status)) {
    return `It has ended as ${status}: ${TOO_LATE[event] ?? 'a finished chain run is never changed.'}`;
  }
  return REFUSALS[status]?.[event] ?? `A chain run that is ${words(status)} cannot ${words(event)}.`;
}

const words = (name: string): string => name.replaceAll('_', ' ');
