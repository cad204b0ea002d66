import type { ResumeFrom } from '@rollcall/domain/chain/resume';
import { afterEach, expect, test } from 'vitest';
import { resumeChainRun } from '../../src/workflow/resume-chain-run.js';
import { StepFailedError, type StepHandler, type StepResult } from '../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld, done, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

const withWarnings: StepResult = { kind: 'completed', counts: { errors: 3 }, warnings: 3, message: 'Done.' };

async function resume(chainRunId: string, from: ResumeFrom): Promise<string> {
  const outcome = await resumeChainRun(world.engine, { chainRunId, from, by: 'ops' });
  await world.drive();
  return outcome.chainRunId;
}

/** `find` and `sync`, each with a checkpoint from its first run; `sync` fails then where the test says so. */
async function nightWithCheckpoints(options: { syncFails: boolean }) {
  const foundOnBegin: Record<string, unknown[]> = { find: [], sync: [] };
  const handle =
    (name: string, fails: () => boolean): StepHandler =>
    async (context) => {
      foundOnBegin[name]?.push(context.step.checkpoint);
      await context.saveCheckpoint({ of: context.run.id });
      if (fails()) throw new StepFailedError('SSG is away.', { retryable: false });
      return done;
    };
  let broken = options.syncFails;
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', handle: handle('find', () => false) },
      { name: 'sync', needs: ['find'], handle: handle('sync', () => broken) },
    ]),
  ]);
  const first = await world.start();
  await world.drive();
  broken = false;
  return { first, foundOnBegin };
}

test('S4.11 a failed step goes on from its checkpoint where what it needs stands', async () => {
  const { first, foundOnBegin } = await nightWithCheckpoints({ syncFails: true });
  await resume(first, 'failure');
  expect(foundOnBegin).toEqual({ find: [null], sync: [null, { of: first }] });
});

test('S4.11 what is done again because its inputs are does not go on from the checkpoint made with the old ones', async () => {
  const { first, foundOnBegin } = await nightWithCheckpoints({ syncFails: true });
  await resume(first, { step: 'find' });
  expect(foundOnBegin).toEqual({ find: [null, null], sync: [null, null] });
});

test('S4.11 a step that was complete and is done again begins at its beginning', async () => {
  const { first, foundOnBegin } = await nightWithCheckpoints({ syncFails: false });
  await resume(first, { step: 'sync' });
  expect(foundOnBegin['sync']).toEqual([null, null]);
});

test('bug 44 everything anew is everything anew', async () => {
  const { first, foundOnBegin } = await nightWithCheckpoints({ syncFails: true });
  await resume(first, 'all');
  expect(foundOnBegin).toEqual({ find: [null, null], sync: [null, null] });
});

test('X14 the warnings of a result that is used again count in the new run too', async () => {
  let broken = true;
  const assign: StepHandler = async () => {
    if (broken) throw new StepFailedError('No.', { retryable: false });
    return done;
  };
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'sync', handle: async () => withWarnings },
      { name: 'assign', needs: ['sync'], handle: assign },
    ]),
  ]);
  const first = await world.start();
  await world.drive();
  broken = false;
  const second = await resume(first, 'failure');
  expect(await world.statuses(second)).toEqual({ sync: 'reused', assign: 'completed' });
  expect(await world.run(second)).toMatchObject({ status: 'partial', reason: expect.stringContaining('sync has 3 warnings') });
  expect(await world.run(first)).toMatchObject({ resolved_by_id: null });
});
