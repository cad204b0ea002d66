import type { StepStatus } from './chain.js';
import { isSettled } from './step-status.js';

/** Whatever may happen to a step run. The diagram is in README.md beside this file. */
export const STEP_EVENTS = [
  /** What it needs is there. */
  'become_ready',
  /** A worker takes it and holds its lease from now on. */
  'claim',
  'complete',
  /** It failed, and is not tried again in this run. */
  'fail_for_good',
  /** It failed, and is tried again after a pause. */
  'retry',
  /** Its upstream is busy with another chain; it was not begun. */
  'defer',
  /** Its worker has not renewed the lease in time. */
  'lease_expired',
  /** Another worker goes on where the dead one stopped. */
  'take_over',
  /** Its worker is being shut down and gives it back at a safe point. */
  'release',
  'await_approval',
  'approve',
  'reject',
  'skip',
  'cancel',
  /** Too many workers died in it; nobody takes it over. */
  'crash_loop',
  /** The result of an earlier chain run stands for it. */
  'reuse',
] as const;
export type StepEvent = (typeof STEP_EVENTS)[number];

export type StepTransition = { kind: 'moved'; to: StepStatus } | { kind: 'refused'; reason: string };

type Sentences = Partial<Record<StepEvent, string>>;

const SETTLED = {} as const;

/** Every move there is. What is missing here is refused. */
const MOVES: Record<StepStatus, Partial<Record<StepEvent, StepStatus>>> = {
  waiting: { become_ready: 'ready', skip: 'skipped', cancel: 'cancelled', reuse: 'reused' },
  ready: { claim: 'running', skip: 'skipped', cancel: 'cancelled' },
  running: {
    complete: 'completed',
    fail_for_good: 'failed',
    retry: 'ready',
    defer: 'ready',
    release: 'ready',
    await_approval: 'awaiting_approval',
    cancel: 'cancelled',
    lease_expired: 'interrupted',
    crash_loop: 'interrupted',
  },
  interrupted: { take_over: 'running', crash_loop: 'interrupted', skip: 'skipped', cancel: 'cancelled' },
  awaiting_approval: { approve: 'ready', reject: 'cancelled', skip: 'skipped', cancel: 'cancelled' },
  completed: SETTLED,
  failed: SETTLED,
  skipped: SETTLED,
  reused: SETTLED,
  cancelled: SETTLED,
};

const LEASE_LOST = 'Its lease has run out: whoever reports for it now has lost it, and must write nothing.';

const REFUSALS: Partial<Record<StepStatus, Sentences>> = {
  waiting: { claim: 'It still waits for the steps it needs.' },
  ready: {
    become_ready: 'It is ready already.',
    take_over: 'No worker has died in it; claim it.',
    lease_expired: 'No worker holds a lease on it.',
  },
  running: {
    claim: 'Another worker holds its lease.',
    take_over: 'Its worker still holds the lease; it can be taken over once the lease has run out.',
    skip: 'A worker is at work on it; cancel it, and the worker stops at its next safe point.',
  },
  interrupted: {
    claim: 'Its worker died; it is taken over, not claimed, so that the interruption counts.',
    lease_expired: 'It was marked as interrupted already.',
    complete: LEASE_LOST,
    fail_for_good: LEASE_LOST,
    retry: LEASE_LOST,
    defer: LEASE_LOST,
    release: LEASE_LOST,
    await_approval: LEASE_LOST,
  },
  awaiting_approval: {
    await_approval: 'It awaits approval already.',
    claim: 'It awaits approval; approve or reject it first.',
  },
};

/** For the events that people cause: what to tell them where there is nothing to decide any more. */
const ANSWERED: Sentences = {
  approve: 'Nothing of it awaits approval.',
  reject: 'Nothing of it awaits approval.',
};

/** Where an event takes a step run, or why it is refused. A step's status never changes in another way. */
export function applyStepEvent(status: StepStatus, event: StepEvent): StepTransition {
  const to = MOVES[status][event];
  return to === undefined ? { kind: 'refused', reason: refusalOf(status, event) } : { kind: 'moved', to };
}

/** The statuses from which an event moves a step run: the `WHERE status IN (…)` of the statement that writes it. */
export function stepStatusesFor(event: StepEvent): StepStatus[] {
  return (Object.keys(MOVES) as StepStatus[]).filter((status) => MOVES[status][event] !== undefined);
}

function refusalOf(status: StepStatus, event: StepEvent): string {
  const answered = ANSWERED[event];
  if (isSettled(status)) {
    return `${answered ? `${answered} ` : ''}It is ${status} already; a settled step is not changed, only done again in a new chain run.`;
  }
  return REFUSALS[status]?.[event] ?? answered ?? `A step that is ${words(status)} cannot ${words(event)}.`;
}

const words = (name: string): string => name.replaceAll('_', ' ');
