import type { ChainDeclaration, StepDeclaration, StepFacts } from './chain.js';
import { type ChainRunEnd, decideEnd } from './decide-end.js';
import { isCrashLooped } from './decide-failure.js';
import { judgeNeeds } from './judge-needs.js';
import { isDone, isSettled } from './step-status.js';
import { inTierOrder, tiersOf } from './tiers.js';

export interface NextDecision {
  /** Waiting steps that any worker may take now. */
  ready: { step: string; ranOnStaleInputs: boolean }[];
  skip: { step: string; reason: string }[];
  cancel: string[];
  /**
   * What becomes of the chain run once the lists above are applied; null while it has work before it. `awaiting_approval`
   * is a pause, all others are for good.
   */
  end: ChainRunEnd | null;
}

/**
 * What to do next in a chain run; to be asked after each change of a step, and to be applied as a whole. Asked again after
 * that, it has nothing to add. The decision table is in README.md beside this file.
 */
export function decideNext(
  chain: ChainDeclaration,
  steps: readonly StepFacts[],
  wishes: { cancelRequested: boolean },
): NextDecision {
  if (wishes.cancelRequested) return decideCancel(steps);
  const stop = reasonToStop(chain, steps);
  return stop === null ? decideProgress(chain, steps) : decideStop(chain, steps, stop);
}

/** Nothing new begins, what is at work comes to its own end, the rest is cancelled. */
function decideCancel(steps: readonly StepFacts[]): NextDecision {
  const cancel = steps.filter((step) => isIdle(step)).map((step) => step.name);
  const done = steps.filter((step) => isDone(step.status)).length;
  const end: ChainRunEnd = { status: 'cancelled', reason: `Cancelled on request; ${done} of ${steps.length} steps were done.` };
  return { ready: [], skip: [], cancel, end: steps.some((step) => step.status === 'running') ? null : end };
}

/** A required step that failed (S4.12), or a step in which workers die again and again, ends the run early. */
function reasonToStop(chain: ChainDeclaration, steps: readonly StepFacts[]): ChainRunEnd | null {
  const declared = new Map(chain.steps.map((step) => [step.name, step]));
  const failed = steps.find((facts) => facts.status === 'failed' && declared.get(facts.name)?.required);
  if (failed) return { status: 'failed', reason: `${failed.name} failed, and the chain cannot do without it.` };
  const givenUp = steps.find((facts) => isGivenUp(facts, declared.get(facts.name)));
  if (!givenUp) return null;
  return { status: 'interrupted', reason: `${givenUp.name} was given up: ${givenUp.interruptions} workers died in it.` };
}

/** Such a step keeps its status, so that its row shows where workers died. */
function isGivenUp(facts: StepFacts, step: StepDeclaration | undefined): boolean {
  return step !== undefined && facts.status === 'interrupted' && isCrashLooped(step, facts.interruptions);
}

/** What is at work comes to its own end, the rest is skipped. */
function decideStop(chain: ChainDeclaration, steps: readonly StepFacts[], end: ChainRunEnd): NextDecision {
  const declared = new Map(chain.steps.map((step) => [step.name, step]));
  const skip = steps
    .filter((facts) => isIdle(facts) && !isGivenUp(facts, declared.get(facts.name)))
    .map((facts) => ({ step: facts.name, reason: end.reason }));
  return { ready: [], skip, cancel: [], end: steps.some((step) => step.status === 'running') ? null : end };
}

/** Steps that have what they need, tier by tier: a tier begins when all of the one before it is settled (X12). */
function decideProgress(chain: ChainDeclaration, steps: readonly StepFacts[]): NextDecision {
  const tiers = tiersOf(chain);
  const skip = [
    ...skipUndeclared(steps, tiers),
    ...steps
      .filter((step) => step.leftOut && step.status === 'waiting')
      .map(({ name }) => ({ step: name, reason: 'It was left out.' })),
  ];
  const facts = withSkipped(steps, skip);
  const candidates: NextDecision['ready'] = [];
  for (const step of inTierOrder(chain, tiers)) {
    const own = facts.get(step.name);
    if (own?.status !== 'waiting') continue;
    const verdict = judgeNeeds(step, facts);
    if (verdict.kind === 'go') candidates.push({ step: step.name, ranOnStaleInputs: verdict.ranOnStaleInputs });
    if (verdict.kind !== 'skip') continue;
    skip.push({ step: step.name, reason: verdict.reason });
    facts.set(step.name, { ...own, status: 'skipped' });
  }
  const unsettled = [...facts.values()].filter((step) => !isSettled(step.status));
  const openTier = Math.min(...unsettled.map((step) => tiers.get(step.name) ?? 0));
  const ready = candidates.filter(({ step }) => tiers.get(step) === openTier);
  return { ready, skip, cancel: [], end: ready.length > 0 ? null : endOrPause(chain, facts, unsettled) };
}

function endOrPause(chain: ChainDeclaration, facts: ReadonlyMap<string, StepFacts>, unsettled: StepFacts[]): ChainRunEnd | null {
  if (unsettled.length === 0) return decideEnd(chain, facts);
  if (unsettled.some(({ status }) => status !== 'awaiting_approval' && status !== 'waiting')) return null;
  const asking = unsettled.filter(({ status }) => status === 'awaiting_approval').map((step) => step.name);
  return { status: 'awaiting_approval', reason: `A person must decide about ${asking.join(', ')} before the run goes on.` };
}

/** A newer release may have dropped a step of a chain that is under way; nobody could run it. */
function skipUndeclared(steps: readonly StepFacts[], declared: ReadonlyMap<string, number>): NextDecision['skip'] {
  return steps
    .filter((step) => isIdle(step) && !declared.has(step.name))
    .map((step) => ({ step: step.name, reason: 'The chain does not have this step any more.' }));
}

/** Neither settled nor held by a worker. */
const isIdle = ({ status }: StepFacts): boolean => !isSettled(status) && status !== 'running';

function withSkipped(steps: readonly StepFacts[], skip: NextDecision['skip']): Map<string, StepFacts> {
  const skipped = new Set(skip.map(({ step }) => step));
  return new Map(steps.map((step) => [step.name, skipped.has(step.name) ? { ...step, status: 'skipped' as const } : step]));
}
