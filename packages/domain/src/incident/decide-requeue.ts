import type { ResumeDecision } from '../chain/resume.js';
import type { IncidentStatus } from './incident.js';

/** An incident as trying again needs it. */
export interface IncidentToRequeue {
  status: IncidentStatus;
  /** Whether it concerns one provider, and not the installation. */
  hasProvider: boolean;
  /** What a resume of the chain run that met it last would do; null where none met it, or that run is gone. */
  resume: ResumeDecision | null;
  /** SSG's ids of the runs that it touched. */
  runsTouched: readonly string[];
}

export type RequeueVerdict =
  | { kind: 'resume' }
  /** `onlySsgRunId` is null where more than one run was touched: a sync is of one run or of all. */
  | { kind: 'sync'; onlySsgRunId: string | null }
  | { kind: 'refused'; reason: string; remedy: string };

/**
 * How the work that an incident is about is tried again (S1.19): the chain run that met it goes on from where it failed; where
 * it cannot, or was none, what was touched is read from SSG again.
 */
export function decideRequeue({ status, hasProvider, resume, runsTouched }: IncidentToRequeue): RequeueVerdict {
  if (status === 'closed')
    return {
      kind: 'refused',
      reason: 'The incident is closed: what failed has succeeded since.',
      remedy: 'There is nothing to try again.',
    };
  if (resume?.kind === 'resume') return { kind: 'resume' };
  const [only, ...others] = runsTouched;
  if (hasProvider && only !== undefined) return { kind: 'sync', onlySsgRunId: others.length === 0 ? only : null };
  if (resume === null)
    return {
      kind: 'refused',
      reason: 'No chain run met the incident, and it touched no course run: nothing is known that could be tried again.',
      remedy: 'Do what the incident says; it closes by itself when what failed succeeds.',
    };
  return {
    kind: 'refused',
    reason: `The chain run that met it cannot go on, and it touched no course run: ${resume.reason}`,
    remedy: resume.kind === 'refused' ? resume.remedy : 'Run the chain from its beginning.',
  };
}
