import { addDays, type IsoDate } from '@rollcall/domain/calendar/iso-date';
import { windowEnd } from '@rollcall/domain/course-run/window';
import type { Pool } from 'pg';

/** Days around today within which a run's start makes it one that is reconciled (bug 15). */
const DAYS_BACK = 30;
const DAYS_AHEAD = 60;

/** The runs that a reconcile pass is about: near today, and not in the window that the sync reads in full. */
export interface ReconcileScope {
  providerId: string;
  from: IsoDate;
  to: IsoDate;
  /** The sync's own window, both ends included: left out. */
  windowFrom: IsoDate;
  windowTo: IsoDate;
}

export function reconcileScope(provider: { id: string; thresholdDays: number }, today: IsoDate): ReconcileScope {
  return {
    providerId: provider.id,
    from: addDays(today, -DAYS_BACK),
    to: addDays(today, DAYS_AHEAD),
    windowFrom: today,
    windowTo: windowEnd(today, provider.thresholdDays),
  };
}

/** As a condition on `course_run AS run`, over the first five parameters that `scopeValues` gives. */
export const IN_SCOPE = 'run.provider_id = $1 AND run.start_date BETWEEN $2 AND $3 AND run.start_date NOT BETWEEN $4 AND $5';

export const scopeValues = (scope: ReconcileScope): string[] => [
  scope.providerId,
  scope.from,
  scope.to,
  scope.windowFrom,
  scope.windowTo,
];

/** Enrolments of the runs in scope: what the share of cancellations is measured against (bug 49). */
export async function countEnrolmentsInScope(db: Pool, scope: ReconcileScope): Promise<number> {
  const { rows } = await db.query<{ enrolments: number }>(
    `SELECT count(*)::int AS enrolments FROM enrollment AS enrolment JOIN course_run AS run ON run.id = enrolment.course_run_id WHERE ${IN_SCOPE}`,
    scopeValues(scope),
  );
  return rows[0]?.enrolments ?? 0;
}
