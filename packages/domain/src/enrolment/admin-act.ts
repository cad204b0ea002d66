import type { IsoDate } from '../calendar/iso-date.js';
import type { FieldChange, JsonValue } from '../change/change.js';
import type { RuleId } from '../change/rules.js';
import type { ClassStatus, Lifecycle } from '../course-run/course-run.js';
import type { EnrolmentStatus } from './enrolment.js';
import { isInactive, normaliseEnrolmentStatus } from './status.js';

/** A row of `enrollment` as an admin's act looks at it. */
export interface EnrolmentToPlace {
  id: string;
  learnerId: string;
  courseRunId: string;
  courseId: string;
  /** SSG's id of its run, for people. */
  ssgRunId: string;
  referenceNumber: string | null;
  status: EnrolmentStatus;
  ssgStatus: string | null;
  rawDataHash: string | null;
  /** ISO 8601, UTC. */
  enrolledAt: string | null;
  enrolledBy: string | null;
}

/** The run that an admin wants a learner in. */
export interface TargetRun {
  id: string;
  ssgRunId: string;
  courseId: string;
  courseCode: string;
  classStatus: ClassStatus;
  lifecycle: Lifecycle;
  isArchived: boolean;
  endDate: IsoDate;
}

/** What to write to one row: only what is given. Every change rises the version. */
export interface EnrolmentRowChange {
  id: string;
  status?: EnrolmentStatus;
  /** The row's new run, and its course. */
  run?: { id: string; courseId: string };
  /** Null: it gives its reference number up. */
  referenceNumber?: string | null;
  /** The row whose status and payload of SSG it takes over together with the reference number. */
  ssgColumnsFrom?: string;
  /** The day of enrolment was that of another class (S2.3). */
  clearsEnrolledAt?: true;
  fields: FieldChange[];
}

/** Something to do that the act itself cannot do: at SSG. */
export interface ActNotice {
  message: string;
  remedy: string;
}

/** Why an act is not done, and what to do instead. `about` tells which of the two it is about. */
export interface PlacementRefusal {
  kind: 'refused';
  about: 'enrolment' | 'course_run';
  message: string;
  remedy: string;
}

export function refusePlacement(about: PlacementRefusal['about'], message: string, remedy: string): PlacementRefusal {
  return { kind: 'refused', about, message, remedy };
}

/** A field as an admin changes it. */
export function adminChange(rule: RuleId, field: string, before: JsonValue, after: JsonValue): FieldChange {
  return { field, before, after, owner: 'admin', rule };
}

/** The row gets a status from an admin. */
export function setStatus(row: EnrolmentToPlace, status: EnrolmentStatus, rule: RuleId): EnrolmentRowChange {
  return { id: row.id, status, fields: [adminChange(rule, 'enrolment_status', row.status, status)] };
}

/**
 * Why nobody may be put in a run: it is cancelled, archived or over. Null where they may. `returns`: the learner was in it
 * already. A wrong removal is put right even after the class has ended, because attendance and certificates hang on it.
 */
export function judgeTarget(target: TargetRun, today: IsoDate, returns: boolean): PlacementRefusal | null {
  const run = `run ${target.ssgRunId}`;
  const another = `Choose a run that takes place, or ask an admin to change the class.`;
  if (target.classStatus === 'Cancelled' || target.lifecycle === 'Cancelled')
    return refusePlacement('course_run', `The class of ${run} is cancelled.`, another);
  if (target.isArchived) return refusePlacement('course_run', `Archived classes are left alone, and ${run} is one.`, another);
  if (returns || (target.lifecycle !== 'Completed' && target.endDate >= today)) return null;
  return refusePlacement(
    'course_run',
    `The class of ${run} is over, and nobody joins it any more.`,
    'Choose a run that has not ended. Who took part in this one is enrolled in it at SSG; the sync of the run then brings them.',
  );
}

/** What the next sync will do to a row that is brought back although SSG has ended it; null where SSG has not (S0.16). */
export function endedAtSsg(row: EnrolmentToPlace): ActNotice | null {
  if (row.ssgStatus === null || !isInactive(normaliseEnrolmentStatus(row.ssgStatus))) return null;
  return {
    message: `SSG has ${nameOf(row)} as ${row.ssgStatus}, and the next sync of its run makes it so here.`,
    remedy: 'Enrol the learner again at SSG: the row then takes the new reference number.',
  };
}

/** How people call the row. */
export const nameOf = ({ referenceNumber, ssgRunId }: Pick<EnrolmentToPlace, 'referenceNumber' | 'ssgRunId'>): string =>
  referenceNumber ?? `the enrolment in run ${ssgRunId}`;
