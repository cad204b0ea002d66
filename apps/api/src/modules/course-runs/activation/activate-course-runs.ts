import type { EnrolledAtDecision } from '@rollcall/domain/activation/decide-enrolled-at';
import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import type { RuleId } from '@rollcall/domain/change/rules';
import type { ClassStatus } from '@rollcall/domain/course-run/course-run';
import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isLive } from '@rollcall/domain/enrolment/status';
import type { PoolClient } from 'pg';

/** A run that the plan activates, with what it means for its enrolments. */
export interface PlannedActivation {
  courseRunId: string;
  /** The dates that were planned on. */
  startDate: IsoDate;
  rule: RuleId;
  reason: string;
  enrolledAt: EnrolledAtDecision;
  /** Made by the caller: a run is a unit of work with a change set of its own. */
  changeSetId: string;
}

/** A run that is Active now, and was not before. */
export interface ActivatedCourseRun {
  courseRunId: string;
  ssgRunId: string;
  classStatus: ClassStatus;
  /** Enrolments that got their day of enrolment now. */
  stamped: number;
  /** Enrolments that are not cancelled: 0 is an empty class (bug 39). */
  live: number;
}

/** The system actor of S2.9, as `activated_by`, `enrolled_by` and the audit name it. */
const SYSTEM = 'system';

const LIVE_STATUSES = ENROLMENT_STATUSES.filter(isLive);

/** Written like every other instant in a change: ISO 8601, UTC, milliseconds. */
const instant = (expression: string): string =>
  `to_jsonb(to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/**
 * The WHERE of `activated` says again what the plan went by: a class that was cancelled, archived or moved since is left
 * alone (bug 35). Status and day of enrolment are set with who set them, by this one path (S2.10, S2.11), and change
 * sets, changes and audit come from the rows that were really written (bugs 32, 40).
 */
const ACTIVATE = `
  WITH plan AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS plan ("courseRunId" uuid, "startDate" date, rule text, reason text, "changeSetId" uuid,
      "enrolledAt" timestamptz, "notBeforeCreation" boolean, "enrolledRule" text, "enrolledReason" text)
  ), activated AS (
    UPDATE course_run AS run SET lifecycle = 'Active', activated_at = $4, activated_by = '${SYSTEM}', version = run.version + 1, updated_at = now()
    FROM plan
    WHERE run.id = plan."courseRunId" AND run.provider_id = $1 AND run.lifecycle = 'Scheduled' AND run.class_status <> 'Cancelled'
      AND run.archived_at IS NULL AND run.start_date = plan."startDate" AND run.start_date <= $3 AND run.end_date >= $3
    RETURNING run.id, run.course_run_id, run.class_status, run.activated_at, plan.*
  ), stamped AS (
    UPDATE enrollment AS enrolment SET enrolled_by = '${SYSTEM}', version = enrolment.version + 1, updated_at = now(),
      enrolled_at = CASE WHEN activated."notBeforeCreation" THEN greatest(activated."enrolledAt", enrolment.created_at) ELSE activated."enrolledAt" END
    FROM activated
    WHERE enrolment.course_run_id = activated.id AND enrolment.enrolment_status = ANY ($5) AND enrolment.enrolled_at IS NULL
    RETURNING enrolment.id, enrolment.enrolled_at, activated.id AS run_id, activated."changeSetId", activated."enrolledRule", activated."enrolledReason"
  ), counted AS (
    SELECT run_id, count(*)::int AS enrolments FROM stamped GROUP BY run_id
  ), change_set AS (
    INSERT INTO change_set (id, provider_id, course_run_id, phase, counts)
    SELECT "changeSetId", $1, course_run_id, 'activation', jsonb_strip_nulls(jsonb_build_object('course_run.update', 1, 'enrolment.update', enrolments))
    FROM activated LEFT JOIN counted ON counted.run_id = activated.id
  ), change AS (
    INSERT INTO change (change_set_id, provider_id, entity_type, entity_id, field, before, after, owner, rule)
    SELECT "changeSetId", $1, 'course_run', id, field, before, after, 'schedule', rule
    FROM activated CROSS JOIN LATERAL (VALUES ('lifecycle', '"Scheduled"'::jsonb, '"Active"'::jsonb),
      ('activated_at', NULL, ${instant('activated_at')}), ('activated_by', NULL, '"${SYSTEM}"')) AS written (field, before, after)
    UNION ALL
    SELECT "changeSetId", $1, 'enrolment', id, field, NULL, after, 'schedule', "enrolledRule"
    FROM stamped CROSS JOIN LATERAL (VALUES ('enrolled_at', ${instant('enrolled_at')}), ('enrolled_by', '"${SYSTEM}"'::jsonb)) AS written (field, after)
  ), audit AS (
    INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, reason, change_set_id)
    SELECT $1, 'system', '${SYSTEM}', 'course_run.activate', 'course_run', id, rule || ': ' || reason, "changeSetId" FROM activated
    UNION ALL
    SELECT $1, 'system', '${SYSTEM}', 'enrolment.update', 'enrolment', id, "enrolledRule" || ': ' || "enrolledReason", "changeSetId" FROM stamped
  )
  SELECT activated.id AS "courseRunId", activated.course_run_id AS "ssgRunId", activated.class_status AS "classStatus",
    coalesce(counted.enrolments, 0) AS stamped,
    (SELECT count(*)::int FROM enrollment WHERE enrollment.course_run_id = activated.id AND enrollment.enrolment_status = ANY ($5)) AS live
  FROM activated LEFT JOIN counted ON counted.run_id = activated.id
  ORDER BY activated.course_run_id`;

/**
 * Makes the planned runs Active and says from when their learners count as enrolled, with history and audit, in one
 * statement however many runs there are. Runs that no longer are what the plan took them for are missing from the answer.
 */
export async function activateCourseRuns(
  transaction: PoolClient,
  activation: { providerId: string; today: IsoDate /** Epoch milliseconds. */; now: number },
  planned: readonly PlannedActivation[],
): Promise<ActivatedCourseRun[]> {
  if (planned.length === 0) return [];
  const plan = planned.map(({ enrolledAt, ...run }) => ({
    ...run,
    enrolledAt: new Date(enrolledAt.at),
    notBeforeCreation: enrolledAt.notBeforeCreation,
    enrolledRule: enrolledAt.rule,
    enrolledReason: enrolledAt.reason,
  }));
  const { rows } = await transaction.query<ActivatedCourseRun>({
    name: 'activate-course-runs',
    text: ACTIVATE,
    values: [activation.providerId, JSON.stringify(plan), activation.today, new Date(activation.now), LIVE_STATUSES],
  });
  return rows;
}
