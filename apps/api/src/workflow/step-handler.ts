import type { ChainMode, ChainTrigger } from '@rollcall/domain/chain/chain';
import type { PoolClient } from 'pg';
import type { Dependencies } from '../dependencies.js';
import type { ProviderSettings } from '../modules/training-providers/find-provider.js';

/** A chain run as its steps see it. */
export interface RunOfStep {
  /** The number of `task_chain_logs`, as text: it may outgrow a JavaScript number. */
  id: string;
  chainName: string;
  mode: ChainMode;
  trigger: ChainTrigger;
  /** `YYYY-MM-DD` in the provider's zone, decided once (bug 4). */
  today: string;
  dryRun: boolean;
  /** When the run was due, else when it began. Epoch milliseconds. */
  dueAt: number;
  /** Set where this run resumes another one. */
  resumedFromId: string | null;
}

export interface StepProgress {
  done: number;
  total: number | null;
  callsMade?: number;
  callsPredicted?: number | null;
}

/** What a handler works with. Everything it writes must be fenced by `leaseToken`: through `inTransaction`, or in its own WHERE. */
export interface StepContext {
  deps: Dependencies;
  run: RunOfStep;
  /** Null in a chain of scope `system`. */
  provider: ProviderSettings | null;
  step: {
    id: string;
    name: string;
    /** 1 at the first try. */
    attempt: number;
    /** What `saveCheckpoint` kept last, in this run or in the one it resumes. */
    checkpoint: unknown;
    /** Set where a person approved what this step had held back. */
    approved: { approvalId: string; counts: ApprovalCounts; by: string } | null;
  };
  /** Results of the steps that this one needs, by step name; those of reused steps too. */
  outputs: Readonly<Record<string, unknown>>;
  leaseToken: string;
  /** Fires at a wish to cancel, at a drain, at a timeout, and where the lease is lost. Stop at the next safe point and throw `signal.reason`. */
  signal: AbortSignal;
  /** Tells how far the step is. Cheap: it is written with the next heartbeat, and becomes an event then. */
  progress(progress: StepProgress): void;
  /** Keeps where to go on after an interruption. Throws `LeaseLostError`. */
  saveCheckpoint(checkpoint: unknown): Promise<void>;
  /** A line of the run's event log. */
  note(message: string, data?: Record<string, unknown>): Promise<void>;
  /** Runs `work` in one transaction that holds the step's row: a lost lease rolls it back. Throws `LeaseLostError`. */
  inTransaction<T>(work: (transaction: PoolClient) => Promise<T>): Promise<T>;
}

/** What a change set that waits for a person consists of (bug 49). */
export interface ApprovalCounts {
  cancels: number;
  removals: number;
  touched: number;
}

/** One change that waits, for people: no identifier in the clear. */
export interface ApprovalSample {
  entity: string;
  /** SSG's run id and reference number, or another name people know. */
  key: string;
  before: string;
  after: string;
  reason: string;
}

export type StepResult =
  | {
      kind: 'completed';
      /** What was done, in numbers that people ask for: `{"activated": 3}`. */
      counts: Record<string, number>;
      /** Items that went wrong though the step was done; above 0 the chain run ends `partial`. */
      warnings?: number;
      /** One line for people. */
      message: string;
      /** What later steps, and a resume, may use. JSON. */
      output?: unknown;
      /** Database work that commits together with the record of the step, or not at all (habit 27). May give the final counts. */
      apply?: (
        transaction: PoolClient,
      ) => Promise<{ counts?: Record<string, number>; message?: string; warnings?: number; output?: unknown } | void>;
      /** Troubles met on the way; each becomes an occurrence of an incident. */
      troubles?: readonly Trouble[];
    }
  | { kind: 'awaiting_approval'; sentence: string; counts: ApprovalCounts; samples: readonly ApprovalSample[] };

/** Something that went wrong at an upstream or here, in the words an incident is made of. */
export interface Trouble {
  upstream: string | null;
  /** The kind of error: `SsgUnavailableError`. */
  errorClass: string;
  endpoint: string | null;
  message: string;
  remedy: string | null;
  /** SSG run ids it touched. */
  runsTouched: readonly string[];
}

export type StepHandler = (context: StepContext) => Promise<StepResult>;

/** A prerequisite's check: true, or what is missing. */
export type PrerequisiteCheck = (context: Pick<StepContext, 'deps' | 'run' | 'provider' | 'outputs'>) => Promise<boolean>;

/** The step is not done, and will be tried again after a while; this counts neither as a failure nor as an attempt. */
export class StepDeferredError extends Error {
  constructor(
    readonly reason: string,
    readonly afterMs: number,
  ) {
    super(reason);
    this.name = 'StepDeferredError';
  }
}

/** The step failed, with what to do about it. `retryable`: trying again by itself may help. */
export class StepFailedError extends Error {
  readonly remedy: string | null;
  readonly retryable: boolean;
  readonly trouble: Trouble | null;
  constructor(
    message: string,
    options: { remedy?: string | null; retryable?: boolean; trouble?: Trouble | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'StepFailedError';
    this.remedy = options.remedy ?? null;
    this.retryable = options.retryable ?? true;
    this.trouble = options.trouble ?? null;
  }
}

/** Another worker has the step by now: nothing this one writes is taken. */
export class LeaseLostError extends Error {
  readonly remedy = 'Nothing to do: the worker that took the step over goes on with it.';
  constructor(step: string) {
    super(`The lease on step ${step} was lost.`);
    this.name = 'LeaseLostError';
  }
}

/** Why a handler's signal fired. */
export class StepStoppedError extends Error {
  constructor(readonly why: 'cancelled' | 'drained' | 'timed_out' | 'lease_lost') {
    super(
      {
        cancelled: 'The chain run was cancelled.',
        drained: 'The worker is stopping; another one goes on.',
        timed_out: 'The step took longer than it may.',
        lease_lost: 'Another worker has taken the step over.',
      }[why],
    );
    this.name = 'StepStoppedError';
  }
}
