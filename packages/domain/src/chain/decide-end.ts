import type { ChainDeclaration, ChainRunStatus, StepDeclaration, StepFacts } from './chain.js';
import { isDone } from './step-status.js';

export interface ChainRunEnd {
  status: ChainRunStatus;
  reason: string;
}

type Facts = ReadonlyMap<string, StepFacts>;

/**
 * How a chain run whose steps are all settled is called (X14). `failed`: a required step failed, or was skipped because what
 * it needs failed; `partial`: anything else went wrong or was done on stale inputs; `skipped`: there was nothing to do.
 */
export function decideEnd(chain: ChainDeclaration, facts: Facts): ChainRunEnd {
  const lost = chain.steps.filter((step) => step.required && isLostToFailure(step, chain, facts));
  const troubles = [...facts.values()].flatMap(troubleOf);
  if (lost.length > 0) {
    return {
      status: 'failed',
      reason: `The chain cannot do without ${lost.map((step) => step.name).join(', ')}: ${troubles.join('; ')}.`,
    };
  }
  if (troubles.length > 0) return { status: 'partial', reason: `Not everything went well: ${troubles.join('; ')}.` };
  const count = (isMeant: (step: StepFacts) => boolean) => [...facts.values()].filter(isMeant).length;
  const leftOut = count((step) => step.leftOut && !isDone(step.status));
  const summary = `${count((step) => step.status === 'completed')} done, ${count((step) => step.status === 'reused')} reused, ${leftOut} left out`;
  if (leftOut === facts.size) return { status: 'skipped', reason: `No step was to be done: ${summary}.` };
  return { status: 'completed', reason: `All steps ended well: ${summary}.` };
}

function isLostToFailure(step: StepDeclaration, chain: ChainDeclaration, facts: Facts): boolean {
  const own = facts.get(step.name);
  if (own?.status === 'failed') return true;
  if (own?.status !== 'skipped' || own.leftOut) return false;
  return step.needs.some((need) => {
    const needed = need.kind === 'hard' ? chain.steps.find((other) => other.name === need.step) : undefined;
    return needed !== undefined && isLostToFailure(needed, chain, facts);
  });
}

function troubleOf(step: StepFacts): string[] {
  if (!isDone(step.status)) {
    if (step.leftOut) return [];
    return [step.status === 'failed' ? `${step.name} failed` : `${step.name} was ${step.status}`];
  }
  return [
    ...(step.warnings > 0 ? [`${step.name} has ${step.warnings} ${step.warnings === 1 ? 'warning' : 'warnings'}`] : []),
    ...(step.ranOnStaleInputs ? [`${step.name} ran on stale inputs`] : []),
  ];
}
