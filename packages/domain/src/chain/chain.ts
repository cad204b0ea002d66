/** How a chain reads its sources (S4.8, S4.9): everything, or what changed since the last success. */
export const CHAIN_MODES = ['full', 'incremental'] as const;
export type ChainMode = (typeof CHAIN_MODES)[number];

/** An edge to a step that comes before. Over a soft edge a failed step is forgiven: what follows runs on stale inputs (X15). */
export interface Need {
  step: string;
  kind: 'hard' | 'soft';
}

/** What must hold before a step starts (S4.11, bug 45). The sentence is shown to the operator when it does not. */
export interface Prerequisite {
  /** A name the chain's checks know, `provider-has-courses`. */
  name: string;
  /** "The provider has at least one course with a TGS code." */
  sentence: string;
}

/** How often a failed step is tried again within its run, and after what pause; the pause doubles each time. */
export interface RetryPolicy {
  attempts: number;
  backoffMs: number;
}

export interface StepDeclaration {
  name: string;
  /** For people: "Find course runs". */
  title: string;
  needs: readonly Need[];
  /** A required step that fails ends the chain run as `failed`; any other makes it `partial` (S4.12, X14). */
  required: boolean;
  /** Steps of one key and provider never run at the same time, whatever chain they belong to (X12, bug 48). */
  upstream: string | null;
  prerequisites: readonly Prerequisite[];
  retry: RetryPolicy;
  timeoutMs: number;
  /** How often a worker may die in this step before it is not given to another one (crash loop). */
  maxInterruptions: number;
}

export interface ChainDeclaration {
  /** `tgs_daily`; at most 50 characters (S4.15). */
  name: string;
  title: string;
  /** `provider`: one run per training provider; `system`: one for all (S2.5). */
  scope: 'provider' | 'system';
  modes: readonly ChainMode[];
  /** Beyond this age a failed run is not resumed but begun anew: its inputs are too old (bug 44). */
  maxResumeAgeMs: number;
  steps: readonly StepDeclaration[];
}

/** Where a chain run stands. The first four are S4.15's. */
export const CHAIN_RUN_STATUSES = [
  'running',
  'completed',
  'failed',
  'partial',
  'queued',
  'awaiting_approval',
  'cancelled',
  'interrupted',
  'skipped',
] as const;
export type ChainRunStatus = (typeof CHAIN_RUN_STATUSES)[number];

/** Statuses in which a chain run still has work before it. */
export const ACTIVE_CHAIN_RUN_STATUSES = ['queued', 'running', 'awaiting_approval'] as const satisfies readonly ChainRunStatus[];

/** Where a step run stands. */
export const STEP_STATUSES = [
  /** Waits for the steps it needs. */
  'waiting',
  /** May be taken by any worker, from `not_before` on. */
  'ready',
  /** A worker holds its lease. */
  'running',
  /** Its worker died; another may take it over. */
  'interrupted',
  'awaiting_approval',
  'completed',
  'failed',
  /** Not done, for a reason that its row tells. */
  'skipped',
  /** Completed in the run that this one resumes; its result is used again. */
  'reused',
  'cancelled',
] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** What set a chain run in motion. */
export const CHAIN_TRIGGERS = ['schedule', 'catch_up', 'manual', 'resume', 'start'] as const;
export type ChainTrigger = (typeof CHAIN_TRIGGERS)[number];

/** A step run as far as decisions need it. */
export interface StepFacts {
  name: string;
  status: StepStatus;
  /** How often it was begun, this time included. */
  attempts: number;
  /** How often its worker died. */
  interruptions: number;
  /** Items that went wrong though the step was done; they make the chain run `partial`. */
  warnings: number;
  ranOnStaleInputs: boolean;
  /** An operator left it out of this run, or it is switched off: meant, so it does not make the chain run `partial`. */
  leftOut: boolean;
}
