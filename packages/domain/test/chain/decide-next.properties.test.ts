import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChainRunStatus } from '../../src/chain/chain.js';
import { isSettled } from '../../src/chain/step-status.js';
import { tiersOf } from '../../src/chain/tiers.js';
import { SimulatedRun, type World, worldOf } from './simulated-run.js';

const DID_NOT_END = 'did not end';

/** Tier by tier, from the outcomes alone: an answer that knows nothing of statuses and transitions. */
function oracle({ chain, outcomes }: World): ChainRunStatus {
  const tiers = tiersOf(chain);
  const results = new Map<string, 'fresh' | 'stale' | 'lost_to_failure' | 'lost' | 'left_out'>();
  let isSpotless = true;
  for (let tier = 1; tier <= Math.max(...tiers.values()); tier += 1) {
    let stop: ChainRunStatus | null = null;
    for (const { name, needs, required } of chain.steps.filter((own) => tiers.get(own.name) === tier)) {
      const outcome = outcomes.get(name);
      const has = (kind: 'hard' | 'soft', ...wanted: unknown[]) =>
        needs.some((need) => need.kind === kind && wanted.includes(results.get(need.step)));
      if (outcome === 'left_out') results.set(name, 'left_out');
      else if (has('hard', 'lost_to_failure')) results.set(name, 'lost_to_failure');
      else if (has('hard', 'lost', 'left_out') || outcome === 'rejected') results.set(name, 'lost');
      else if (outcome === 'fails') {
        results.set(name, 'lost_to_failure');
        if (required) stop = 'failed';
      } else if (outcome === 'crashes') stop ??= 'interrupted';
      else {
        results.set(name, has('hard', 'stale') || has('soft', 'stale', 'lost_to_failure', 'lost') ? 'stale' : 'fresh');
        isSpotless &&= outcome !== 'warned';
      }
    }
    if (stop) return stop;
  }
  if (chain.steps.some(({ name, required }) => required && results.get(name) === 'lost_to_failure')) return 'failed';
  const all = [...results.values()];
  if (all.every((result) => result === 'left_out')) return 'skipped';
  return isSpotless && all.every((result) => result === 'fresh' || result === 'left_out') ? 'completed' : 'partial';
}

/** All steps that may begin do so together, and end together. Approvals are refused. */
function runTierByTier(run: SimulatedRun): string {
  for (let round = 0; round < 30; round += 1) {
    const { end } = run.decide();
    if (end && end.status !== 'awaiting_approval') return end.status;
    for (const name of run.namesOf('awaiting_approval')) if (end) run.move(name, 'reject');
    for (const name of run.namesOf('ready')) run.move(name, 'claim');
    for (const name of run.namesOf('running')) run.finish(name);
  }
  return DID_NOT_END;
}

/** One thing happens at a time, as the dice say. Once they are used up, everything goes its plain way. */
function runInDisorder(run: SimulatedRun, dice: readonly [which: number, what: number][], cancelAt: number | null): string {
  for (let turn = 0; turn < 400; turn += 1) {
    run.cancelRequested ||= turn === cancelAt;
    const { end } = run.decide();
    if (end && end.status !== 'awaiting_approval') return end.status;
    const [which, what] = dice[turn] ?? [0, 9];
    const { movable } = run;
    const own = movable[which % movable.length];
    if (!own) return 'nothing can move';
    if (own.status === 'ready') run.move(own.name, 'claim', { attempts: own.attempts + 1 });
    else if (own.status === 'awaiting_approval') run.move(own.name, what < 5 ? 'approve' : 'reject');
    else if (own.status === 'interrupted') run.move(own.name, 'take_over');
    else if (what < 4) run.move(own.name, (['retry', 'defer', 'release', 'await_approval'] as const)[what] ?? 'retry');
    else if (what < 6) run.die(own.name);
    else run.finish(own.name);
  }
  return DID_NOT_END;
}

test('S4.12 X12 X14 X15 a run that does whole tiers at once ends as an independent reckoning says', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(worldOf(0), (world) => {
      const run = new SimulatedRun(world);
      const end = runTierByTier(run);
      seen.add(end);
      expect(end).toBe(oracle(world));
      expect(run.breaches).toEqual([]);
    }),
    { numRuns: 2000 },
  );
  expect([...seen].sort()).toEqual(['completed', 'failed', 'interrupted', 'partial', 'skipped']);
});

test('X12 bug 47 with workers that fail, defer, die and are cancelled in any order every run ends, and no step begins too early', () => {
  const dice = fc.array(fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 9 })), { minLength: 40, maxLength: 80 });
  const cancelAt = fc.option(fc.nat({ max: 20 }), { nil: null });
  fc.assert(
    fc.property(worldOf(2), dice, cancelAt, (world, thrown, cancelled) => {
      const run = new SimulatedRun(world);
      const end = runInDisorder(run, thrown, cancelled);
      expect(['completed', 'partial', 'failed', 'interrupted', 'cancelled', 'skipped']).toContain(end);
      expect(run.all.filter((own) => !isSettled(own.status) && own.status !== 'interrupted')).toEqual([]);
      expect(run.breaches).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
