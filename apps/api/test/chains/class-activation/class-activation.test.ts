import { afterEach, describe, expect, test } from 'vitest';
import { CLASS_ACTIVATION } from '../../../src/chains/class-activation/class-activation.js';
import { createChainRegistry } from '../../../src/workflow/chain-registry.js';
import { nextTicks } from '../../../src/workflow/cron.js';
import { LeaseLostError } from '../../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld } from '../../support/chain-world.js';
import { startTestChain } from '../../support/step-context.js';

const addClass = async (world: ChainWorld): Promise<void> => {
  const id = world.deps.newId();
  await world.rows(
    `INSERT INTO course (id, provider_id, course_code, title) VALUES ($1, $2, 'TGS-2099000001', 'Invented course')`,
    [id, world.providerId],
  );
  await world.rows(
    `INSERT INTO course_run (id, provider_id, course_id, course_run_id, start_date, end_date, mode_of_learning)
     VALUES ($1, $2, $1, '850001', '2026-03-01', '2026-03-05', 'Physical')`,
    [id, world.providerId],
  );
};

const lifecycles = (world: ChainWorld) => world.rows('SELECT lifecycle, activated_by FROM course_run');

test('S2.1 bug 42 the declaration is sound and due at 05:00 every morning in the provider’s zone', () => {
  const { declaration, schedule } = createChainRegistry([CLASS_ACTIVATION]).get('class_activation');
  expect(declaration).toMatchObject({
    scope: 'provider',
    modes: ['full'],
    steps: [{ name: 'activate_classes', required: true }],
  });
  expect(schedule).toMatchObject({ timeZone: 'provider', catchUpHours: 18 });
  const after = Date.parse('2026-03-01T00:00:00Z');
  const ticks = (timeZone: string) => nextTicks(schedule.cron, timeZone, after, 2).map((tick) => new Date(tick).toISOString());
  expect(ticks('Asia/Singapore')).toEqual(['2026-03-01T21:00:00.000Z', '2026-03-02T21:00:00.000Z']);
  expect(ticks('America/Los_Angeles')).toEqual(['2026-03-01T13:00:00.000Z', '2026-03-02T13:00:00.000Z']);
});

const endsAfterWork = (name: string) =>
  name === 'step-worked' ? Promise.reject(new Error('The process ends.')) : Promise.resolve();

describe('in the engine', () => {
  let world: ChainWorld;
  afterEach(() => world.close());

  test('S2.7 S2.8 run by hand it activates, and its result stands with the run', async () => {
    world = await createChainWorld([CLASS_ACTIVATION]);
    await addClass(world);
    const id = await world.start();
    await world.drive();
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await lifecycles(world)).toEqual([{ lifecycle: 'Active', activated_by: 'system' }]);
    const [step] = await world.rows('SELECT counts, output, reason FROM task_chain_steps WHERE chain_log_id = $1', [id]);
    expect(step).toMatchObject({
      counts: { activated: 1, activatedPending: 1, activatedEmpty: 1 },
      output: { activated: ['850001'] },
      reason: expect.stringContaining('1 class was activated'),
    });
  });

  test('S2.10 a worker that ends after its work and before the record has written nothing', async () => {
    world = await createChainWorld([CLASS_ACTIVATION], { pausePoint: endsAfterWork });
    await addClass(world);
    const id = await world.start();
    await expect(world.work(id, 'activate_classes')).rejects.toThrow('The process ends.');
    expect(await lifecycles(world)).toEqual([{ lifecycle: 'Scheduled', activated_by: null }]);
    expect(await world.rows('SELECT FROM change_set')).toEqual([]);
  });

  test('habit 28 a worker that lost the step activates nothing', async () => {
    world = await createChainWorld([CLASS_ACTIVATION]);
    await addClass(world);
    const chain = await startTestChain(world.deps, {
      providerId: world.providerId,
      chainName: 'class_activation',
      today: '2026-03-02',
    });
    const lost = await chain.claim('activate_classes');
    const result = await CLASS_ACTIVATION.handlers.activate_classes?.(lost);
    if (!result) throw new Error('The chain has no handler for its step.');
    await chain.claim('activate_classes');
    await expect(chain.settle(lost, result)).rejects.toThrow(LeaseLostError);
    expect(await lifecycles(world)).toEqual([{ lifecycle: 'Scheduled', activated_by: null }]);
  });
});
