import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { STEP_STATUSES } from '../../src/chain/chain.js';
import { planResume } from '../../src/chain/plan-resume.js';
import type { EarlierStep, ResumeFacts, ResumePlan } from '../../src/chain/resume.js';
import { facts } from './chain-facts.js';
import { SimulatedRun, worldOf } from './simulated-run.js';

const NOW = 1_795_600_000_000;

/** Runs that have ended in whatever state, good or torn, and whatever an operator may ask of them. */
const anyRequest: fc.Arbitrary<ResumeFacts> = fc
  .record({
    world: worldOf(0),
    ends: fc.array(
      fc.tuple(fc.constantFrom(...STEP_STATUSES, 'completed' as const, 'completed' as const), fc.boolean(), fc.boolean()),
      {
        minLength: 8,
        maxLength: 8,
      },
    ),
    from: fc.oneof(fc.constantFrom('failure' as const, 'all' as const), fc.nat({ max: 7 })),
    only: fc.option(fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1 }), { nil: null }),
  })
  .map(({ world: { chain }, ends, from, only }) => {
    const nameAt = (index: number) => `s${index % chain.steps.length}`;
    const steps = chain.steps.map(({ name }, index): EarlierStep => {
      const [status = 'waiting', ranOnStaleInputs = false, leftOut = false] = ends[index] ?? [];
      const isDone = status === 'completed' || status === 'reused';
      return {
        ...facts(name, status, { ranOnStaleInputs: isDone && ranOnStaleInputs, leftOut: status === 'skipped' && leftOut }),
        completedAt: isDone ? NOW - 1000 : null,
      };
    });
    return {
      chain,
      steps,
      status: 'failed',
      startedAt: NOW - 2000,
      endedAt: NOW - 500,
      now: NOW,
      from: typeof from === 'number' ? { step: nameAt(from) } : from,
      ...(only && { only: only.map(nameAt) }),
    };
  });

const names = (list: readonly { step: string }[]): string[] => list.map(({ step }) => step);

/** What is wrong with a plan. */
function breachesOf({ chain, steps }: ResumeFacts, plan: ResumePlan): string[] {
  const [reuse, redo] = [new Set(names(plan.reuse)), new Set(names(plan.redo))];
  return chain.steps.flatMap(({ name, needs }) => {
    const earlier = steps.find((own) => own.name === name);
    const hard = needs.filter((need) => need.kind === 'hard').map((need) => need.step);
    if (redo.has(name))
      return hard.filter((need) => !reuse.has(need) && !redo.has(need)).map((need) => `${name} is redone without ${need}`);
    if (!reuse.has(name)) return [];
    return [
      ...(earlier?.completedAt === null || earlier?.ranOnStaleInputs ? [`${name} has no result that stands`] : []),
      ...hard.filter((need) => !reuse.has(need)).map((need) => `${name} is reused without ${need}`),
      ...needs.filter((need) => redo.has(need.step)).map((need) => `${name} is reused though ${need.step} is redone`),
    ];
  });
}

/** Does what the plan says, with every step going well. */
function endOf(request: ResumeFacts, plan: ResumePlan): string | undefined {
  const run = new SimulatedRun({
    chain: request.chain,
    outcomes: new Map(names(plan.leaveOut).map((name) => [name, 'left_out' as const])),
  });
  for (const name of names(plan.reuse)) run.move(name, 'reuse');
  for (let round = 0; round < 30; round += 1) {
    const { end } = run.decide();
    if (end) return end.status;
    for (const name of run.namesOf('ready')) run.move(name, 'claim');
    for (const name of run.namesOf('running')) run.finish(name);
  }
  return undefined;
}

test('S4.11 habit 29 a plan has every step once, reuses nothing that is outdated, and leads to a complete run', () => {
  let plans = 0;
  fc.assert(
    fc.property(anyRequest, (request) => {
      const decision = planResume(request);
      fc.pre(decision.kind === 'resume');
      plans += 1;
      const all = [...names(decision.reuse), ...names(decision.redo), ...names(decision.leaveOut)];
      expect(all.sort()).toEqual(request.chain.steps.map(({ name }) => name).sort());
      expect(breachesOf(request, decision)).toEqual([]);
      expect(endOf(request, decision)).toBe('completed');
    }),
    { numRuns: 1000 },
  );
  expect(plans).toBe(1000);
});
