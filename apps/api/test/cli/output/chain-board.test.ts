import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { chainBoard } from '../../../src/cli/output/chain-board.js';
import type { ChainRunReport, StepReport } from '../../../src/modules/chains/read-chain-run.js';

const START = Date.parse('2026-11-21T18:00:00Z');
const colours = picocolors.createColors(false);

const step = (name: string, more: Partial<StepReport>): StepReport => ({
  step: name,
  tier: 1,
  status: 'waiting',
  required: true,
  upstream: null,
  leftOut: false,
  attempts: 0,
  interruptions: 0,
  notBefore: null,
  startedAt: null,
  completedAt: null,
  worker: null,
  progress: null,
  counts: null,
  warnings: 0,
  callsMade: 0,
  callsPredicted: null,
  ranOnStaleInputs: false,
  reason: null,
  error: null,
  remedy: null,
  approval: null,
  ...more,
});

const run = (steps: StepReport[], more: Partial<ChainRunReport> = {}): ChainRunReport => ({
  number: '42',
  chain: 'tgs_daily',
  provider: { id: 'p', uen: '201999999Z', name: 'Invented Academy', timeZone: 'Asia/Singapore' },
  status: 'running',
  reason: null,
  error: null,
  remedy: null,
  trigger: 'schedule',
  requestedBy: 'system',
  mode: 'full',
  today: '2026-11-22',
  dryRun: false,
  dueAt: new Date(START),
  startedAt: new Date(START),
  completedAt: null,
  cancelRequestedBy: null,
  resumedFrom: null,
  resolvedBy: null,
  resumedAs: [],
  lastEventNumber: 9,
  steps,
  ...more,
});

const secondsIn = (seconds: number) => new Date(START + seconds * 1000);
const now = START + 90_000;

test('X21 a run at work: marks, a bar where the total is known, calls of those predicted, the predicted end in the provider’s zone', () => {
  const board = chainBoard(
    run([
      step('find_runs', {
        status: 'completed',
        startedAt: secondsIn(0),
        completedAt: secondsIn(30),
        counts: { courses: 12, errors: 0 },
      }),
      step('sync_enrolments', {
        status: 'running',
        startedAt: secondsIn(30),
        progress: { done: 27, total: 36 },
        callsMade: 40,
        callsPredicted: 54,
      }),
      step('digest', {}),
    ]),
    { callsMade: 52, callsPredicted: 81, finishAt: START + 200_000 },
    now,
    colours,
  );
  expect(board).toEqual([
    'Chain run 42  tgs_daily, full, 2026-11-22, 201999999Z Invented Academy',
    '✓ find_runs        completed                 30 s  courses 12',
    '● sync_enrolments  running                  1 min  ████████████░░░░  27 of 36, 40 calls of about 54',
    '· digest           waiting',
    'running for 1 min 30 s, 52 calls of about 81, done at about 02:03:20',
  ]);
});

test('without a total, and with more calls than were predicted, nothing is claimed that is not so', () => {
  const board = chainBoard(
    run([
      step('find_runs', {
        status: 'running',
        startedAt: secondsIn(0),
        progress: { done: 5, total: null },
        callsMade: 9,
        callsPredicted: 4,
      }),
    ]),
    { callsMade: 9, callsPredicted: null, finishAt: null },
    now,
    colours,
  );
  expect(board.slice(1)).toEqual([
    '● find_runs  running             1 min 30 s  5, 9 calls of about 9',
    'running for 1 min 30 s, 9 calls',
  ]);
});

test.each([
  [
    'a retry',
    { status: 'ready', error: 'SSG is away.', reason: 'Try 1 of 3 failed.' },
    '○ find_runs  ready                           SSG is away.',
  ],
  [
    'an upstream in use',
    { status: 'ready', reason: 'Waits for ssg.' },
    '○ find_runs  ready                           Waits for ssg.',
  ],
  [
    'a dead worker',
    { status: 'interrupted', reason: 'Its worker stopped answering.' },
    '! find_runs  interrupted                     Its worker stopped answering.',
  ],
  [
    'nothing to do',
    { status: 'running', startedAt: secondsIn(90), progress: { done: 0, total: 0 } },
    '● find_runs  running                    0 s  ████████████████  0 of 0',
  ],
] as const)('a step that waits says what for: %s', (_name, facts, expected) => {
  expect(
    chainBoard(run([step('find_runs', facts)]), { callsMade: 0, callsPredicted: null, finishAt: null }, now, colours)[1],
  ).toBe(expected);
});

test('a run that was cancelled says that it stops, and one that has ended how', () => {
  const outlook = { callsMade: 1, callsPredicted: null, finishAt: null };
  const cancelled = run([step('find_runs', { status: 'running', startedAt: secondsIn(0) })], { cancelRequestedBy: 'cli' });
  expect(chainBoard(cancelled, outlook, now, colours).at(-1)).toBe('It was cancelled, and stops at the next safe point.');
  const ended = run([step('find_runs', { status: 'failed', error: 'No.' })], {
    status: 'failed',
    completedAt: secondsIn(60),
    reason: 'find_runs failed.',
  });
  expect(chainBoard(ended, outlook, now, colours).slice(-2)).toEqual(['failed after 1 min, 1 call', 'find_runs failed.']);
});
