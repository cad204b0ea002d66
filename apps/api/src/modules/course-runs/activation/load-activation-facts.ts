import { type ActivationFacts, lookBackFrom } from '@rollcall/domain/activation/plan-activation';
import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import type { Pool } from 'pg';

/** Scheduled runs whose first day has come; which of them are activated is not decided here (S2.13). */
const FACTS = `
  SELECT id AS "courseRunId", course_run_id AS "ssgRunId", class_status AS "classStatus", lifecycle, archived_at IS NOT NULL AS archived,
    start_date::text AS "startDate", end_date::text AS "endDate"
  FROM course_run WHERE provider_id = $1 AND lifecycle = 'Scheduled' AND start_date <= $2 AND end_date >= $3
  ORDER BY start_date, course_run_id`;

/** The runs that an activation of this provider has to judge today, oldest first. One statement. */
export async function loadActivationFacts(pool: Pool, providerId: string, today: IsoDate): Promise<ActivationFacts[]> {
  const { rows } = await pool.query<ActivationFacts>(FACTS, [providerId, today, lookBackFrom(today)]);
  return rows;
}
