import type { ChainDeclaration, ChainRunStatus, StepFacts } from './chain.js';

/** A step run of the chain run that is to be resumed. */
export interface EarlierStep extends StepFacts {
  /** Epoch milliseconds. For a reused step the moment at which it was really done, in whatever run. */
  completedAt: number | null;
}

/** What is to be done again: what did not succeed, a named step and all that follows from it, or everything. */
export type ResumeFrom = 'failure' | { step: string } | 'all';

export interface ResumeFacts {
  chain: ChainDeclaration;
  steps: readonly EarlierStep[];
  status: ChainRunStatus;
  /** Epoch milliseconds, as the next two. */
  startedAt: number;
  endedAt: number | null;
  now: number;
  from: ResumeFrom;
  /** Does no other steps than these again. */
  only?: readonly string[];
}

export interface ResumePlan {
  kind: 'resume';
  /** Steps whose results stand. */
  reuse: { step: string; completedAt: number }[];
  redo: { step: string; reason: string }[];
  /** Steps that the new run neither does nor has a result of. */
  leaveOut: { step: string; reason: string }[];
}

export interface ResumeRefusal {
  kind: 'refused';
  reason: string;
  /** What to do instead. */
  remedy: string;
}

export type ResumeDecision = ResumePlan | { kind: 'full_run_offered'; reason: string } | ResumeRefusal;
