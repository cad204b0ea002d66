import type { ChainRunStatus } from './chain.js';
import { durationText } from './duration-text.js';
import type { ResumeDecision, ResumeFacts, ResumePlan, ResumeRefusal } from './resume.js';
import { splitSteps } from './split-steps.js';

/**
 * How a chain run that has ended is done again from a step on (S4.11, bug 44). The answer is a new run linked to the old one,
 * which stays as it is. Pure, so that an operator may see the plan before confirming it. Where results would be used again
 * that are older than the chain's `maxResumeAgeMs`, a full run is offered instead.
 */
export function planResume(facts: ResumeFacts): ResumeDecision {
  const refusal = refuseUnknownSteps(facts) ?? refuseByStatus(facts);
  if (refusal) return refusal;
  const plan = splitSteps(facts);
  if (plan.kind === 'refused') return plan;
  const tooOld = whyTooOld(facts, plan);
  if (tooOld !== null) return { kind: 'full_run_offered', reason: `${tooOld} Begin a full run instead.` };
  return plan.redo.length > 0 ? plan : refuseEmpty(facts);
}

function refuseUnknownSteps({ chain, from, only = [] }: ResumeFacts): ResumeRefusal | null {
  const known = chain.steps.map((step) => step.name);
  const asked = typeof from === 'object' ? [from.step, ...only] : only;
  const unknown = asked.find((step) => !known.includes(step));
  if (unknown === undefined) return null;
  return { kind: 'refused', reason: `${chain.name} has no step "${unknown}".`, remedy: `Name one of ${known.join(', ')}.` };
}

/** What to tell of a run that is not resumed as it stands. */
const REFUSALS: Partial<Record<ChainRunStatus, { reason: string; remedy: string }>> = {
  queued: { reason: 'The run has not begun yet.', remedy: 'Wait for it, or cancel it first.' },
  running: { reason: 'The run is still at work.', remedy: 'Wait for its end, or cancel it first.' },
  awaiting_approval: { reason: 'The run awaits approval.', remedy: 'Approve or reject what it asks, or cancel it first.' },
  skipped: { reason: 'The run did nothing, so there is nothing to resume.', remedy: 'Start a new run.' },
  completed: { reason: 'The run is complete.', remedy: 'Start a new run, or name the step to begin from.' },
};

function refuseByStatus({ status, from }: ResumeFacts): ResumeRefusal | null {
  const refusal = REFUSALS[status];
  if (refusal === undefined || (status === 'completed' && typeof from === 'object')) return null;
  return { kind: 'refused', ...refusal };
}

/** A reused step may come from a run before the one that is resumed, and be older than it. */
function whyTooOld({ chain, startedAt, endedAt, now, from }: ResumeFacts, plan: ResumePlan): string | null {
  const limit = `after ${durationText(chain.maxResumeAgeMs)} its inputs are too old to go on with.`;
  const oldest = plan.reuse.toSorted((one, other) => one.completedAt - other.completedAt)[0];
  if (oldest && now - oldest.completedAt > chain.maxResumeAgeMs) {
    return `${oldest.step}, whose result would be used again, was done ${durationText(now - oldest.completedAt)} ago; ${limit}`;
  }
  if (from === 'all' || now - startedAt <= chain.maxResumeAgeMs) return null;
  const ended = endedAt === null ? '' : ` and ended ${durationText(now - endedAt)} ago`;
  return `The run began ${durationText(now - startedAt)} ago${ended}; ${limit}`;
}

function refuseEmpty({ steps }: ResumeFacts): ResumeRefusal {
  const warned = steps.filter((step) => step.warnings > 0).map((step) => step.name);
  return {
    kind: 'refused',
    reason: 'Every step asked for has a result that stands.',
    remedy:
      warned.length > 0 ? `Name the step to begin from; with warnings: ${warned.join(', ')}.` : 'Name the step to begin from.',
  };
}
