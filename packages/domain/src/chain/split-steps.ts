import type { ChainDeclaration, StepDeclaration } from './chain.js';
import type { EarlierStep, ResumeFacts, ResumePlan, ResumeRefusal } from './resume.js';
import { isDone } from './step-status.js';
import { inTierOrder } from './tiers.js';

type Fate = { kind: 'reuse'; completedAt: number } | { kind: 'redo'; reason: string } | { kind: 'leave_out'; reason: string };
type Fates = ReadonlyMap<string, Fate>;
type Request = Pick<ResumeFacts, 'from' | 'only'>;

/**
 * Which steps of an earlier chain run are used again, done again or left out of the new one. A result stands only where
 * nothing it was made from is done again; what was made from stale inputs is always done again (X15).
 */
export function splitSteps({ chain, steps, from, only }: ResumeFacts): ResumePlan | ResumeRefusal {
  const earlierSteps = new Map(steps.map((step) => [step.name, step]));
  const fates = new Map<string, Fate>();
  for (const step of inTierOrder(chain)) {
    const fate = fateOf(step, earlierSteps.get(step.name), fates, { from, only });
    const missing = fate.kind === 'redo' ? hardNeedWithout(step, fates, ['reuse', 'redo']) : undefined;
    if (missing !== undefined && only !== undefined) return refuseForMissing(step.name, missing);
    fates.set(step.name, missing === undefined ? fate : { kind: 'leave_out', reason: `It needs ${missing}, which is left out.` });
  }
  return planFrom(chain, fates);
}

function fateOf(step: StepDeclaration, earlier: EarlierStep | undefined, fates: Fates, request: Request): Fate {
  const verdict = judgeResult(step, earlier, fates, request);
  if (verdict.kind === 'reuse') return verdict;
  const isNamed = request.only?.includes(step.name) || isBeginning(step, request);
  if (request.only && !isNamed) return { kind: 'leave_out', reason: 'It is not among the steps asked for.' };
  if (earlier?.leftOut && !isNamed) return { kind: 'leave_out', reason: 'It was left out of the earlier run.' };
  return verdict;
}

/** Whether an earlier result stands, and if not, why. */
function judgeResult(step: StepDeclaration, earlier: EarlierStep | undefined, fates: Fates, request: Request): Fate {
  if (earlier === undefined) return redo('The chain did not have it then.');
  if (!isDone(earlier.status)) return redo(earlier.status === 'failed' ? 'It failed.' : 'It was not done.');
  if (earlier.completedAt === null) return redo('Nobody knows when it was done.');
  if (isBeginning(step, request)) return redo('The run begins again here.');
  if (request.from === 'all' && request.only?.includes(step.name) !== false) return redo('All is done again.');
  if (earlier.ranOnStaleInputs) return redo('It ran on stale inputs.');
  const renewed = step.needs.find((need) => fates.get(need.step)?.kind === 'redo');
  if (renewed) return redo(`It needs ${renewed.step}, which is done again.`);
  const lost = hardNeedWithout(step, fates, ['reuse']);
  return lost === undefined
    ? { kind: 'reuse', completedAt: earlier.completedAt }
    : redo(`It needs ${lost}, whose result does not stand.`);
}

const redo = (reason: string): Fate => ({ kind: 'redo', reason });

const isBeginning = (step: StepDeclaration, { from }: Request): boolean => typeof from === 'object' && from.step === step.name;

function hardNeedWithout(step: StepDeclaration, fates: Fates, kinds: readonly Fate['kind'][]): string | undefined {
  return step.needs.find((need) => need.kind === 'hard' && !kinds.some((kind) => kind === fates.get(need.step)?.kind))?.step;
}

function refuseForMissing(step: string, missing: string): ResumeRefusal {
  return {
    kind: 'refused',
    reason: `${step} needs ${missing}, which has no result that stands and is not among the steps asked for.`,
    remedy: `Ask for ${missing} too.`,
  };
}

/** In the order in which the steps are declared, which is the one that operators know. */
function planFrom(chain: ChainDeclaration, fates: Fates): ResumePlan {
  const plan: ResumePlan = { kind: 'resume', reuse: [], redo: [], leaveOut: [] };
  for (const { name: step } of chain.steps) {
    const fate = fates.get(step);
    if (fate?.kind === 'reuse') plan.reuse.push({ step, completedAt: fate.completedAt });
    if (fate?.kind === 'redo') plan.redo.push({ step, reason: fate.reason });
    if (fate?.kind === 'leave_out') plan.leaveOut.push({ step, reason: fate.reason });
  }
  return plan;
}
