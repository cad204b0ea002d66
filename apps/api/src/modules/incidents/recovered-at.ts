/** A step run as far as it tells which step met an incident, and whether that step works again. */
export interface StepOfIncident {
  step: string;
  upstream: string | null;
  status: string;
  /** How often it was begun. */
  attempt: number;
  warnings: number;
  /** Epoch milliseconds. */
  completedAt: number | null;
}

export interface RecoveryFacts {
  upstream: string | null;
  /** The steps of the chain run that met the incident last; empty where that run is gone, or where it was met outside a run. */
  metBy: readonly StepOfIncident[];
  /** The steps of the chain run that has just succeeded with a step. It may be the same run. */
  now: readonly StepOfIncident[];
  /** The step that has just succeeded. */
  succeeded: string;
}

/**
 * When what met an incident was done again with success, in epoch milliseconds; null where it was not yet. Which step met it
 * is not recorded, so all that may have must have succeeded: of the run that met it last, the steps of the incident's upstream
 * that failed, had warnings or needed another try; where there is none, whatever step did so; else every step that was begun.
 * A reused result proves nothing. Where nothing is known of that run any more, a success at the same upstream counts.
 */
export function recoveredAt({ upstream, metBy, now, succeeded }: RecoveryFacts): number | null {
  const done = new Map(now.map((step) => [step.step, step.status === 'completed' ? step.completedAt : null]));
  const begun = metBy.filter(({ attempt }) => attempt > 0);
  if (begun.length === 0) {
    const isSameUpstream = now.some((step) => step.step === succeeded && step.upstream === upstream);
    return isSameUpstream ? (done.get(succeeded) ?? null) : null;
  }
  const troubled = begun.filter(isTroubled);
  const ofUpstream = upstream === null ? [] : troubled.filter((step) => step.upstream === upstream);
  const suspects = [ofUpstream, troubled, begun].find(({ length }) => length > 0) ?? [];
  const moments = suspects.map(({ step }) => done.get(step) ?? null);
  return moments.reduce(
    (earliest, moment) => (earliest === null || moment === null ? null : Math.min(earliest, moment)),
    Infinity,
  );
}

const isTroubled = ({ status, warnings, attempt }: StepOfIncident): boolean =>
  status === 'failed' || status === 'interrupted' || warnings > 0 || attempt > 1;
