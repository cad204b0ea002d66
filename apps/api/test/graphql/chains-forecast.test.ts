import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StepFailedError } from '../../src/workflow/step-handler.js';
import { done } from '../support/chain-world.js';
import { type ServedChains, serveChains } from '../support/test-chains.js';

let world: ServedChains;
beforeEach(async () => {
  world = await serveChains();
});
afterEach(() => world.close());

const MINUTE = 60_000;
/** A step that takes so long by the world's clock. */
const takes = (minutes: number) => async () => {
  world.clock.now += minutes * MINUTE;
  return done;
};
const fails = async () =>
  Promise.reject(new StepFailedError('SSG refused the certificate.', { remedy: 'Renew it.', retryable: false }));

test('bug 49 what waits for a person: the risk in a sentence, counts, samples', async () => {
  world.script.sync = async () => ({
    kind: 'awaiting_approval',
    sentence: 'It would cancel 12 enrolments of 40 (30 %).',
    counts: { cancels: 12, removals: 0, touched: 40 },
    samples: [{ entity: 'enrolment', key: '850001 ENR-1', before: 'Confirmed', after: 'Cancelled', reason: 'SSG says so.' }],
  });
  const id = await world.start();
  await world.drive();
  const approval = {
    step: 'sync',
    status: 'WAITING',
    sentence: 'It would cancel 12 enrolments of 40 (30 %).',
    counts: { cancels: 12, removals: 0, touched: 40 },
    samples: [{ entity: 'enrolment', key: '850001 ENR-1', before: 'Confirmed', after: 'Cancelled', reason: 'SSG says so.' }],
    decidedBy: null,
  };
  const fields = 'step status sentence counts { cancels removals touched } samples { entity key before after reason } decidedBy';
  expect(
    await world.read(
      `{ chainRun(id: "${id}") { status predictedFinishAt progress { ahead } waitingApproval { ${fields} } steps { step approvals { ${fields} } } } }`,
    ),
  ).toEqual({
    chainRun: {
      status: 'AWAITING_APPROVAL',
      predictedFinishAt: null,
      progress: { ahead: 2 },
      waitingApproval: approval,
      steps: [
        { step: 'find', approvals: [] },
        { step: 'sync', approvals: [approval] },
        { step: 'tell', approvals: [] },
      ],
    },
  });
});

const finish = async (id: string) =>
  (await world.read<{ chainRun: { predictedFinishAt: string | null } }>(`{ chainRun(id: "${id}") { predictedFinishAt } }`))
    .chainRun.predictedFinishAt;

describe('X21 the predicted finish', () => {
  test('is the median of the last successes of the steps ahead', async () => {
    Object.assign(world.script, { find: takes(1), sync: takes(3), tell: takes(1) });
    await world.start();
    await world.drive();
    world.script.sync = takes(5);
    await world.start();
    await world.drive();
    const id = await world.start();
    const begin = world.clock.now;
    expect(await finish(id)).toBe(new Date(begin + 6 * MINUTE).toISOString());
    await world.work(id, 'find');
    expect(await finish(id)).toBe(new Date(begin + 6 * MINUTE).toISOString());
    const incremental = await world.start({ mode: 'incremental', dryRun: true });
    expect(await finish(incremental)).toBeNull();
  });

  test('calls ahead tell more than history', async () => {
    const id = await world.start();
    await world.rows(
      `UPDATE task_chain_steps SET calls_made = 4, calls_predicted = CASE step WHEN 'find' THEN 10 ELSE 4 END WHERE chain_log_id = $1`,
      [id],
    );
    const { chainRun } = await world.read(`{ chainRun(id: "${id}") { callsMade callsPredicted predictedFinishAt } }`);
    const finishAt = new Date(world.clock.now + 6 * world.deps.settings.ssg.rateLimitMs).toISOString();
    expect(chainRun).toEqual({ callsMade: 12, callsPredicted: 18, predictedFinishAt: finishAt });
  });

  test('nobody can say when a run in line is over', async () => {
    await world.start();
    expect(await finish(await world.start({ whileRunning: 'buffer' }))).toBeNull();
  });
});

test('bug 44 a preview says what a resume would reuse and redo, and offers a full run where results are too old', async () => {
  world.script.sync = fails;
  const id = await world.start();
  await world.drive();
  const preview = (args = '') =>
    world.read(
      `{ chainRun(id: "${id}") { status error remedy currentStep resumePreview${args} { verdict reason remedy reuse { step completedAt } redo { step } leaveOut { step reason } } } }`,
    );
  expect(await preview()).toEqual({
    chainRun: {
      status: 'FAILED',
      error: 'SSG refused the certificate.',
      remedy: 'Renew it.',
      currentStep: 'sync',
      resumePreview: {
        verdict: 'RESUME',
        reason: null,
        remedy: null,
        reuse: [{ step: 'find', completedAt: '2026-03-02T00:00:00.000Z' }],
        redo: [{ step: 'sync' }, { step: 'tell' }],
        leaveOut: [],
      },
    },
  });
  expect(await preview('(all: true)')).toMatchObject({ chainRun: { resumePreview: { reuse: [], redo: { length: 3 } } } });
  expect(await preview('(fromStep: "find")')).toMatchObject({ chainRun: { resumePreview: { reuse: [], redo: { length: 3 } } } });
  expect(await preview('(fromStep: "nothing")')).toMatchObject({
    chainRun: {
      resumePreview: { verdict: 'REFUSED', reason: 'nightly has no step "nothing".', remedy: 'Name one of find, sync, tell.' },
    },
  });
  world.clock.now += 13 * 60 * MINUTE;
  expect(await preview()).toMatchObject({
    chainRun: {
      resumePreview: {
        verdict: 'FULL_RUN_OFFERED',
        reason: expect.stringContaining('too old'),
        remedy: expect.stringContaining('chainRunStart'),
        redo: [],
      },
    },
  });
});
