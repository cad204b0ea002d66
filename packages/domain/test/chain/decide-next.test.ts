import { describe, expect, test } from 'vitest';
import type { StepFacts } from '../../src/chain/chain.js';
import { decideNext } from '../../src/chain/decide-next.js';
import { chainOf, dailyChain, facts, optional, step } from './chain-facts.js';

const going = { cancelRequested: false };
const cancelling = { cancelRequested: true };

/** The daily chain with all its steps in one status, and some in another. */
const daily = (status: StepFacts['status'], others: Record<string, StepFacts> = {}): StepFacts[] =>
  dailyChain.steps.map(({ name }) => others[name] ?? facts(name, status));

const readySteps = (steps: StepFacts[]) => decideNext(dailyChain, steps, going).ready.map(({ step: name }) => name);

describe('what may begin', () => {
  test('S4.3 X12 both steps of the first tier begin together', () => {
    expect(decideNext(dailyChain, daily('waiting'), going)).toEqual({
      ready: [
        { step: 'sync_courses', ranOnStaleInputs: false },
        { step: 'impartner_sync_full', ranOnStaleInputs: false },
      ],
      skip: [],
      cancel: [],
      end: null,
    });
  });

  test('X12 a tier is a barrier: what has all it needs still waits for the tier before', () => {
    const courses = facts('sync_courses', 'completed');
    expect(
      readySteps(daily('waiting', { sync_courses: courses, impartner_sync_full: facts('impartner_sync_full', 'running') })),
    ).toEqual([]);
    expect(
      readySteps(daily('waiting', { sync_courses: courses, impartner_sync_full: facts('impartner_sync_full', 'completed') })),
    ).toEqual(['sync_npcu', 'sync_users']);
  });

  test('S4.11 a reused step is as good as a completed one', () => {
    const steps = daily('reused', { sync_to_impartner: facts('sync_to_impartner', 'waiting') });
    expect(readySteps(steps)).toEqual(['sync_to_impartner']);
  });

  test('X15 a soft need that failed: ready on stale inputs, and so is what follows', () => {
    const failed = facts('group_members_sync', 'failed');
    const before = daily('completed', {
      group_members_sync: failed,
      sync_enrollments: facts('sync_enrollments', 'waiting'),
      sync_to_impartner: facts('sync_to_impartner', 'waiting'),
    });
    expect(decideNext(dailyChain, before, going).ready).toEqual([{ step: 'sync_enrollments', ranOnStaleInputs: true }]);
    const after = daily('completed', {
      group_members_sync: failed,
      sync_enrollments: facts('sync_enrollments', 'completed', { ranOnStaleInputs: true }),
      sync_to_impartner: facts('sync_to_impartner', 'waiting'),
    });
    expect(decideNext(dailyChain, after, going).ready).toEqual([{ step: 'sync_to_impartner', ranOnStaleInputs: true }]);
  });

  test('X15 a soft need left out on purpose leaves no mark', () => {
    const chain = chainOf([step('a', [], optional), step('b', ['~a'])]);
    const steps = [facts('a', 'skipped', { leftOut: true }), facts('b', 'waiting')];
    expect(decideNext(chain, steps, going).ready).toEqual([{ step: 'b', ranOnStaleInputs: false }]);
  });
});

describe('what is skipped', () => {
  const chain = chainOf([step('a', [], optional), step('b', ['a'], optional), step('c', ['b'], optional), step('d')]);

  test.each([
    ['failed', 'It needs a, which failed.'],
    ['skipped', 'It needs a, which was skipped.'],
    ['cancelled', 'It needs a, which was cancelled.'],
  ] as const)('S4.11 a hard need that is %s skips all that follows at once', (status, reason) => {
    const steps = [facts('a', status), facts('b', 'waiting'), facts('c', 'waiting'), facts('d', 'running')];
    expect(decideNext(chain, steps, going)).toEqual({
      ready: [],
      skip: [
        { step: 'b', reason },
        { step: 'c', reason: 'It needs b, which was skipped.' },
      ],
      cancel: [],
      end: null,
    });
  });

  test('a hard need that was left out without a result skips, and the run is partial', () => {
    const steps = [
      facts('a', 'skipped', { leftOut: true }),
      facts('b', 'waiting'),
      facts('c', 'waiting'),
      facts('d', 'completed'),
    ];
    const decision = decideNext(chain, steps, going);
    expect(decision.skip[0]).toEqual({ step: 'b', reason: 'It needs a, which was left out.' });
    expect(decision.end?.status).toBe('partial');
  });

  test('a step marked as left out that still waits is skipped', () => {
    const steps = [facts('a', 'waiting', { leftOut: true }), facts('b', 'reused'), facts('c', 'reused'), facts('d', 'completed')];
    expect(decideNext(chain, steps, going)).toEqual({
      ready: [],
      skip: [{ step: 'a', reason: 'It was left out.' }],
      cancel: [],
      end: { status: 'completed', reason: 'All steps ended well: 1 done, 2 reused, 1 left out.' },
    });
  });

  test('a release that drops a step, or adds one, does not strand a run that is under way', () => {
    const steps = [facts('a', 'completed'), facts('b', 'completed'), facts('d', 'completed'), facts('dropped', 'ready')];
    const decision = decideNext(chainOf([...chain.steps, step('e', ['c'], optional)]), [...steps, facts('e', 'waiting')], going);
    expect(decision.skip).toEqual([
      { step: 'dropped', reason: 'The chain does not have this step any more.' },
      { step: 'e', reason: 'It needs c, which is not part of this run.' },
    ]);
    expect(decision.end?.status).toBe('partial');
  });
});

describe('how it ends', () => {
  test('X14 every step done: completed', () => {
    expect(decideNext(dailyChain, daily('completed'), going).end).toEqual({
      status: 'completed',
      reason: 'All steps ended well: 8 done, 0 reused, 0 left out.',
    });
  });

  test('S4.12 a required step failed: the rest is skipped, and the run fails once nothing is at work', () => {
    const failed = facts('sync_courses', 'failed');
    const atWork = decideNext(
      dailyChain,
      daily('waiting', { sync_courses: failed, impartner_sync_full: facts('impartner_sync_full', 'running') }),
      going,
    );
    expect(atWork.skip).toHaveLength(6);
    expect(atWork.skip[0]).toEqual({ step: 'sync_npcu', reason: 'sync_courses failed, and the chain cannot do without it.' });
    expect(atWork.end).toBeNull();
    const over = decideNext(
      dailyChain,
      daily('skipped', { sync_courses: failed, impartner_sync_full: facts('impartner_sync_full', 'completed') }),
      going,
    );
    expect(over).toEqual({
      ready: [],
      skip: [],
      cancel: [],
      end: { status: 'failed', reason: 'sync_courses failed, and the chain cannot do without it.' },
    });
  });

  test.each([
    ['a non-required step failed', facts('sync_to_impartner', 'failed'), 'sync_to_impartner failed'],
    ['one was skipped', facts('sync_to_impartner', 'skipped'), 'sync_to_impartner was skipped'],
    ['an approval was refused', facts('sync_to_impartner', 'cancelled'), 'sync_to_impartner was cancelled'],
    ['one has warnings', facts('sync_to_impartner', 'completed', { warnings: 3 }), 'sync_to_impartner has 3 warnings'],
    [
      'one ran on stale inputs',
      facts('sync_to_impartner', 'completed', { ranOnStaleInputs: true }),
      'sync_to_impartner ran on stale inputs',
    ],
  ])('X14 %s: partial', (_what, last, trouble) => {
    expect(decideNext(dailyChain, daily('completed', { sync_to_impartner: last }), going).end).toEqual({
      status: 'partial',
      reason: `Not everything went well: ${trouble}.`,
    });
  });

  test('X14 a step left out on purpose does not make the run partial', () => {
    const steps = daily('completed', { sync_to_impartner: facts('sync_to_impartner', 'skipped', { leftOut: true }) });
    expect(decideNext(dailyChain, steps, going).end?.status).toBe('completed');
  });

  test('S4.12 a required step that is lost with what it needs fails the run; one lost with what was left out does not', () => {
    const chain = chainOf([step('a', [], optional), step('b', ['a'])]);
    expect(decideNext(chain, [facts('a', 'failed'), facts('b', 'waiting')], going)).toEqual({
      ready: [],
      skip: [{ step: 'b', reason: 'It needs a, which failed.' }],
      cancel: [],
      end: { status: 'failed', reason: 'The chain cannot do without b: a failed; b was skipped.' },
    });
    expect(decideNext(chain, [facts('a', 'skipped', { leftOut: true }), facts('b', 'waiting')], going).end?.status).toBe(
      'partial',
    );
  });

  test('nothing was to be done: skipped, not completed', () => {
    expect(decideNext(chainOf([step('a')]), [facts('a', 'skipped', { leftOut: true })], going).end?.status).toBe('skipped');
  });

  test('bug 47 an interrupted step can be taken over, so the run goes on', () => {
    const steps = daily('waiting', { sync_courses: facts('sync_courses', 'interrupted', { interruptions: 2 }) });
    expect(decideNext(dailyChain, steps, going).end).toBeNull();
  });

  test('a step in which too many workers died ends the run as interrupted and keeps its own status', () => {
    const steps = daily('waiting', { sync_courses: facts('sync_courses', 'interrupted', { interruptions: 3 }) });
    const decision = decideNext(dailyChain, steps, going);
    expect(decision.skip.map(({ step: name }) => name)).toEqual(dailyChain.steps.slice(1).map(({ name }) => name));
    expect(decision.end).toEqual({ status: 'interrupted', reason: 'sync_courses was given up: 3 workers died in it.' });
  });

  test('a step that awaits approval pauses the run when there is nothing else to do', () => {
    const asking = facts('sync_enrollments', 'awaiting_approval');
    const steps = daily('completed', { sync_enrollments: asking, sync_to_impartner: facts('sync_to_impartner', 'waiting') });
    expect(decideNext(dailyChain, steps, going)).toEqual({
      ready: [],
      skip: [],
      cancel: [],
      end: { status: 'awaiting_approval', reason: 'A person must decide about sync_enrollments before the run goes on.' },
    });
    const busy = daily('completed', {
      sync_courses: facts('sync_courses', 'awaiting_approval'),
      impartner_sync_full: facts('impartner_sync_full', 'ready'),
    });
    expect(decideNext(dailyChain, busy, going).end).toBeNull();
  });
});

describe('cancelling', () => {
  test('nothing new begins, what is idle is cancelled, and the run ends once nothing is at work', () => {
    const steps = daily('waiting', {
      sync_courses: facts('sync_courses', 'completed'),
      impartner_sync_full: facts('impartner_sync_full', 'running'),
      sync_npcu: facts('sync_npcu', 'ready'),
      sync_users: facts('sync_users', 'awaiting_approval'),
      sync_groups: facts('sync_groups', 'interrupted'),
    });
    const decision = decideNext(dailyChain, steps, cancelling);
    expect(decision).toMatchObject({ ready: [], skip: [], end: null });
    expect(decision.cancel).toEqual(dailyChain.steps.slice(2).map(({ name }) => name));
    const over = daily('cancelled', { sync_courses: facts('sync_courses', 'completed') });
    expect(decideNext(dailyChain, over, cancelling).end).toEqual({
      status: 'cancelled',
      reason: 'Cancelled on request; 1 of 8 steps were done.',
    });
  });

  test('a cancel wins over a required step that failed', () => {
    const steps = daily('waiting', { sync_courses: facts('sync_courses', 'failed') });
    expect(decideNext(dailyChain, steps, cancelling).end?.status).toBe('cancelled');
  });
});
