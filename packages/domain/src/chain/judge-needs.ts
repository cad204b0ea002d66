import type { StepDeclaration, StepFacts } from './chain.js';
import { isDone, isSettled } from './step-status.js';

export type NeedsVerdict = { kind: 'wait' } | { kind: 'skip'; reason: string } | { kind: 'go'; ranOnStaleInputs: boolean };

/**
 * Whether a step has what it needs. A hard need that came to nothing skips it at once; a soft one is forgiven, and marks the
 * step and everything after it as run on stale inputs (X15). A soft need that was left out on purpose leaves no mark.
 */
export function judgeNeeds(step: StepDeclaration, facts: ReadonlyMap<string, StepFacts>): NeedsVerdict {
  let mustWait = false;
  let ranOnStaleInputs = false;
  for (const need of step.needs) {
    const needed = facts.get(need.step);
    if (needed !== undefined && !isSettled(needed.status)) mustWait = true;
    else if (needed !== undefined && isDone(needed.status)) ranOnStaleInputs ||= needed.ranOnStaleInputs;
    else if (need.kind === 'hard') return { kind: 'skip', reason: `It needs ${need.step}, which ${fateOf(needed)}.` };
    else ranOnStaleInputs ||= !needed?.leftOut;
  }
  return mustWait ? { kind: 'wait' } : { kind: 'go', ranOnStaleInputs };
}

/** What became of a step without a result. A chain run begun before its chain got the step has no facts of it. */
function fateOf(facts: StepFacts | undefined): string {
  if (facts === undefined) return 'is not part of this run';
  if (facts.leftOut) return 'was left out';
  return facts.status === 'failed' ? 'failed' : `was ${facts.status}`;
}
