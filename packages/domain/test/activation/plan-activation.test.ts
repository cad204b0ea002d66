import { describe, expect, test } from 'vitest';
import { type ActivationFacts, judgeActivation, lookBackFrom, planActivation } from '../../src/activation/plan-activation.js';
import { CLASS_STATUSES, LIFECYCLES } from '../../src/course-run/course-run.js';

const TODAY = '2026-03-02';

const run = (facts: Partial<ActivationFacts> = {}): ActivationFacts => ({
  courseRunId: 'a',
  ssgRunId: '850001',
  classStatus: 'Confirmed',
  lifecycle: 'Scheduled',
  archived: false,
  startDate: TODAY,
  endDate: '2026-03-05',
  ...facts,
});

describe('judgeActivation', () => {
  test('S2.2 a Scheduled class that begins today is activated', () => {
    expect(judgeActivation(run(), TODAY)).toMatchObject({ kind: 'activate', rule: 'S2.2 class-activated', late: false });
  });

  test('X22 a class that began earlier and goes on is activated late', () => {
    const verdict = judgeActivation(run({ startDate: '2026-03-01', endDate: TODAY }), TODAY);
    expect(verdict).toMatchObject({ kind: 'activate', late: true, reason: 'The class began on 2026-03-01.' });
  });

  test('S2.2 a class that begins tomorrow waits', () => {
    expect(judgeActivation(run({ startDate: '2026-03-03' }), TODAY)).toMatchObject({ kind: 'skip', rule: 'S2.2 not-begun' });
  });

  test('bug 36 a class that ended yesterday missed its window', () => {
    const verdict = judgeActivation(run({ startDate: '2026-02-25', endDate: '2026-03-01' }), TODAY);
    expect(verdict).toMatchObject({ kind: 'missed_window', rule: 'bug 36 missed-window' });
    expect(verdict.reason).toBe('The class ran from 2026-02-25 to 2026-03-01 and was never activated.');
  });

  test.each(LIFECYCLES.filter((lifecycle) => lifecycle !== 'Scheduled'))(
    'S2.14 a class that is %s is left alone',
    (lifecycle) => {
      expect(judgeActivation(run({ lifecycle }), TODAY)).toMatchObject({ kind: 'skip', rule: 'S2.14 not-scheduled' });
    },
  );

  test('S2.14 an archived class is left alone', () => {
    expect(judgeActivation(run({ archived: true }), TODAY)).toMatchObject({ kind: 'skip', rule: 'S2.14 archived' });
  });

  test.each(CLASS_STATUSES)('X1 class status %s: only Cancelled keeps a class from beginning', (classStatus) => {
    const { kind, rule } = judgeActivation(run({ classStatus }), TODAY);
    expect([kind, rule]).toEqual(
      classStatus === 'Cancelled' ? ['skip', 'X1 cancelled-class'] : ['activate', 'S2.2 class-activated'],
    );
  });

  test('X1 a cancelled class that has ended missed nothing', () => {
    const verdict = judgeActivation(run({ classStatus: 'Cancelled', endDate: '2026-03-01', startDate: '2026-03-01' }), TODAY);
    expect(verdict).toMatchObject({ kind: 'skip', rule: 'X1 cancelled-class' });
  });
});

const ids = (judged: readonly { run: ActivationFacts }[]) => judged.map(({ run: { courseRunId } }) => courseRunId);

test('planActivation puts every run in exactly one place and keeps the order', () => {
  const runs = [
    run({ courseRunId: 'a' }),
    run({ courseRunId: 'b', startDate: '2026-02-01', endDate: '2026-02-02' }),
    run({ courseRunId: 'c', classStatus: 'Cancelled' }),
    run({ courseRunId: 'd', startDate: '2026-03-01' }),
  ];
  const plan = planActivation(runs, TODAY);
  expect([ids(plan.activate), ids(plan.missedWindow), ids(plan.skipped)]).toEqual([['a', 'd'], ['b'], ['c']]);
});

test('bug 36 a class is looked at for thirty days after its end', () => {
  expect(lookBackFrom(TODAY)).toBe('2026-01-31');
});
