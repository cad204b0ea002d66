import * as fc from 'fast-check';
import type { ChainDeclaration, StepFacts } from '../../src/chain/chain.js';
import { decideInterruption, isCrashLooped } from '../../src/chain/decide-failure.js';
import { decideNext, type NextDecision } from '../../src/chain/decide-next.js';
import { isDone, isSettled } from '../../src/chain/step-status.js';
import { applyStepEvent, type StepEvent } from '../../src/chain/step-transitions.js';
import { tiersOf } from '../../src/chain/tiers.js';
import { chainOf, facts, step } from './chain-facts.js';

/** What will become of a step once a worker has it. */
const OUTCOMES = ['good', 'good', 'good', 'warned', 'fails', 'crashes', 'rejected', 'left_out'] as const;
type Outcome = (typeof OUTCOMES)[number];

export interface World {
  chain: ChainDeclaration;
  outcomes: ReadonlyMap<string, Outcome>;
}

/** Chains of up to eight steps; a step needs some of those before it, hard or soft. */
export const worldOf = (maxInterruptions: number): fc.Arbitrary<World> =>
  fc
    .array(
      fc.record({
        needs: fc.array(fc.tuple(fc.nat({ max: 7 }), fc.boolean()), { maxLength: 3 }),
        required: fc.boolean(),
        outcome: fc.constantFrom(...OUTCOMES),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((rows) => ({
      chain: chainOf(
        rows.map(({ needs, required }, index) => {
          const earlier = new Map(needs.filter(([need]) => need < index));
          const names = [...earlier].map(([need, isSoft]) => `${isSoft ? '~' : ''}s${need}`);
          return step(`s${index}`, names, { required, maxInterruptions });
        }),
      ),
      outcomes: new Map(rows.map(({ outcome }, index) => [`s${index}`, outcome])),
    }));

/** A chain run in memory. It changes only as the transition table allows, and keeps a list of what must never happen. */
export class SimulatedRun {
  readonly steps = new Map<string, StepFacts>();
  readonly breaches: string[] = [];
  cancelRequested = false;

  constructor(readonly world: World) {
    for (const { name } of world.chain.steps) {
      const leftOut = world.outcomes.get(name) === 'left_out';
      this.steps.set(name, facts(name, leftOut ? 'skipped' : 'waiting', { leftOut }));
    }
  }

  get all(): StepFacts[] {
    return [...this.steps.values()];
  }

  namesOf(status: StepFacts['status']): string[] {
    return this.all.filter((own) => own.status === status).map(({ name }) => name);
  }

  /** @throws Error for a move that the transition table refuses. */
  move(name: string, event: StepEvent, values: Partial<StepFacts> = {}): void {
    const own = this.steps.get(name);
    if (!own) throw new Error(`No step ${name}.`);
    const transition = applyStepEvent(own.status, event);
    if (transition.kind === 'refused') throw new Error(`${name}, ${event}: ${transition.reason}`);
    this.steps.set(name, { ...own, ...values, status: transition.to });
  }

  /** Asks what to do next, and does it. */
  decide(): NextDecision {
    const decision = this.ask();
    for (const { step: name } of decision.skip) this.move(name, 'skip');
    for (const name of decision.cancel) this.move(name, 'cancel');
    for (const { step: name, ranOnStaleInputs } of decision.ready) this.breaches.push(...this.breachesOf(name, ranOnStaleInputs));
    for (const { step: name, ranOnStaleInputs } of decision.ready) this.move(name, 'become_ready', { ranOnStaleInputs });
    const again = this.ask();
    if (again.ready.length + again.skip.length + again.cancel.length > 0 || again.end?.status !== decision.end?.status) {
      this.breaches.push(`asked again, it has ${JSON.stringify(again)} to add to ${JSON.stringify(decision)}`);
    }
    return decision;
  }

  private ask(): NextDecision {
    return decideNext(this.world.chain, this.all, { cancelRequested: this.cancelRequested });
  }

  private isDone(name: string): boolean {
    const status = this.steps.get(name)?.status;
    return status !== undefined && isDone(status);
  }

  /** What is wrong with calling a step ready. */
  private breachesOf(name: string, isStale: boolean): string[] {
    const tiers = tiersOf(this.world.chain);
    const tierOf = (own: string) => tiers.get(own) ?? 0;
    const needs = this.world.chain.steps.find((own) => own.name === name)?.needs ?? [];
    const missing = needs.filter((need) => need.kind === 'hard' && !this.isDone(need.step));
    const isFedStale = needs.some((need) => {
      const needed = this.steps.get(need.step);
      return needed !== undefined && (isDone(needed.status) ? needed.ranOnStaleInputs : !needed.leftOut);
    });
    return [
      ...missing.map((need) => `${name} is ready without ${need.step}`),
      ...(isStale === isFedStale ? [] : [`${name} is marked wrongly as run on ${isStale ? 'stale' : 'fresh'} inputs`]),
      ...this.all
        .filter((other) => tierOf(other.name) < tierOf(name) && !isSettled(other.status))
        .map((other) => `${name} is ready before ${other.name} is settled`),
    ];
  }

  /** Steps with which something may happen: a worker may take them, has them, or a person may decide about them. */
  get movable(): StepFacts[] {
    const limits = new Map(this.world.chain.steps.map((own) => [own.name, own]));
    return this.all.filter((own) => {
      const declared = limits.get(own.name);
      const isGivenUp = own.status === 'interrupted' && declared !== undefined && isCrashLooped(declared, own.interruptions);
      return !isSettled(own.status) && own.status !== 'waiting' && !isGivenUp;
    });
  }

  /** The worker of a running step dies. */
  die(name: string): void {
    const declared = this.world.chain.steps.find((own) => own.name === name);
    const interruptions = (this.steps.get(name)?.interruptions ?? 0) + 1;
    if (!declared) throw new Error(`No step ${name}.`);
    const { kind } = decideInterruption({ step: declared, interruptions });
    this.move(name, kind === 'crash_loop' ? 'crash_loop' : 'lease_expired', { interruptions });
  }

  /** Brings a running step to the end that was drawn for it. */
  finish(name: string): void {
    const outcome = this.world.outcomes.get(name);
    if (outcome === 'fails') this.move(name, 'fail_for_good');
    else if (outcome === 'crashes') this.die(name);
    else if (outcome === 'rejected') this.move(name, 'await_approval');
    else this.move(name, 'complete', { warnings: outcome === 'warned' ? 1 : 0 });
  }
}
