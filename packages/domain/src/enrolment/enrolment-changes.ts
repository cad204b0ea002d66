import type { FieldChange, JsonValue } from '../change/change.js';
import type { RuleId } from '../change/rules.js';
import type { EnrolmentChange } from '../course-run/plan.js';
import type { LearnerReference } from '../learner/learner.js';
import type { LocalEnrolment } from './enrolment.js';
import type { ListedEnrolment } from './listed-enrolment.js';

type Written = EnrolmentChange['after'] & { learnerId: string; courseRunId: string };

/**
 * How columns of `enrollment` follow from what is written, with the rule that gives SSG the say. `onlyUpdates`: on a new
 * row the column says nothing that the row does not.
 */
const COLUMNS: { field: string; rule: RuleId; valueOf: (written: Written) => JsonValue; onlyUpdates?: true }[] = [
  { field: 'learner_id', rule: 'S0.15 new-enrolment', valueOf: (written) => written.learnerId },
  { field: 'course_run_id', rule: 'moved-enrolment', valueOf: (written) => written.courseRunId, onlyUpdates: true },
  { field: 'enrolment_id', rule: 'bug 17 new-reference', valueOf: (written) => written.referenceNumber },
  { field: 'enrolment_status', rule: 'S0.16 ssg-updates-enrolment', valueOf: (written) => written.status },
  { field: 'ssg_status', rule: 'S0.16 ssg-updates-enrolment', valueOf: (written) => written.ssgStatus },
  { field: 'raw_data_hash', rule: 'S0.16 ssg-updates-enrolment', valueOf: (written) => written.rawDataHash, onlyUpdates: true },
  {
    field: 'unconfirmed_since',
    rule: 'bug 14 unconfirmed-by-ssg',
    valueOf: (written) => written.unconfirmedBySsg,
    onlyUpdates: true,
  },
];

/** Stands for the id of a learner whom the same plan creates: not a value that anyone would look up. */
const NEW_LEARNER = 'new';

/** A new row for a live enrolment (S0.15); a pending one is kept as Pending rather than lost (bug 20). */
export function createEnrolment(
  listed: ListedEnrolment & { status: EnrolmentChange['after']['status'] },
  learner: LearnerReference,
  courseRunId: string | null,
): EnrolmentChange {
  const { ssg, status, match } = listed;
  const isDecided = match.kind === 'known' && match.decided !== undefined;
  const rule: RuleId = status === 'Pending' ? 'bug 20 pending-enrolment' : 'S0.15 new-enrolment';
  const after: EnrolmentChange['after'] = {
    referenceNumber: ssg.referenceNumber,
    status,
    ssgStatus: ssg.status,
    rawDataHash: ssg.rawDataHash,
    unconfirmedBySsg: false,
    movesToThisRun: false,
  };
  const written = {
    ...after,
    learnerId: learner.kind === 'existing' ? learner.id : NEW_LEARNER,
    courseRunId: courseRunId ?? 'new',
  };
  return {
    entity: 'enrolment',
    action: 'create',
    key: ssg.referenceNumber,
    target: null,
    learner,
    after,
    fields: COLUMNS.filter(({ onlyUpdates, valueOf }) => !onlyUpdates && valueOf(written) !== NEW_LEARNER).map(
      ({ field, valueOf }) => ({
        field,
        before: null,
        after: valueOf(written),
        ...(field === 'learner_id' && isDecided
          ? { owner: 'admin', rule: 'bug 18 admin-names-learner' }
          : { owner: 'ssg', rule }),
      }),
    ),
    rule,
    reason: `SSG has the enrolment as ${ssg.status}, and it was unknown here.${isDecided ? ' An admin said who the learner is.' : ''}`,
  };
}

/**
 * The row follows SSG where it differs (S0.16): status and payload, a new reference number for the same learner
 * (bug 17), and the run when `courseRunId`, the id of this run or `new`, is another one. Null when nothing differs.
 */
export function followSsg(row: LocalEnrolment, listed: ListedEnrolment, courseRunId: string): EnrolmentChange | null {
  return follow(row, listed, courseRunId, false);
}

/**
 * The row follows SSG's status and payload, and stays in the run where an admin put it (S0.19). That SSG lists it in another
 * run does not confirm it in its own, so the mark of bug 14 stays as it is. Null when nothing differs.
 */
export function followWhereItIs(row: LocalEnrolment, listed: ListedEnrolment): EnrolmentChange | null {
  return follow(row, listed, row.courseRunId, row.unconfirmedBySsg);
}

function follow(
  row: LocalEnrolment,
  listed: ListedEnrolment,
  courseRunId: string,
  unconfirmedBySsg: boolean,
): EnrolmentChange | null {
  const { ssg, status } = listed;
  const moves = row.courseRunId !== courseRunId;
  const after: EnrolmentChange['after'] = {
    referenceNumber: ssg.referenceNumber,
    // A word without a meaning here leaves the status alone; only the word itself is recorded (bug 20).
    status: status ?? row.status,
    ssgStatus: ssg.status,
    rawDataHash: ssg.rawDataHash,
    unconfirmedBySsg,
    movesToThisRun: moves,
  };
  return update(row, after, courseRunId, ...ruleOfFollowing(row, listed, moves));
}

function ruleOfFollowing(row: LocalEnrolment, { ssg }: ListedEnrolment, moves: boolean): [rule: RuleId, reason: string] {
  if (moves) return ['moved-enrolment', `SSG moved ${ssg.referenceNumber} to this run.`];
  if (row.referenceNumber !== ssg.referenceNumber) {
    const former = row.referenceNumber === null ? 'no reference number' : row.referenceNumber;
    return ['bug 17 new-reference', `SSG lists the learner under ${ssg.referenceNumber}; the row had ${former}.`];
  }
  if (row.unconfirmedBySsg && row.ssgStatus === ssg.status && row.rawDataHash === ssg.rawDataHash) {
    return ['bug 14 unconfirmed-by-ssg', 'SSG lists the enrolment again.'];
  }
  return ['S0.16 ssg-updates-enrolment', `SSG has the enrolment as ${ssg.status}.`];
}

/** The row is marked as one that SSG no longer lists; its status stays (bug 14). Null when it is marked already. */
export function markUnconfirmed(row: LocalEnrolment): EnrolmentChange | null {
  const { referenceNumber, status, ssgStatus, rawDataHash } = row;
  const after = { referenceNumber, status, ssgStatus, rawDataHash, unconfirmedBySsg: true, movesToThisRun: false };
  const what = referenceNumber === null ? 'an enrolment of this learner' : referenceNumber;
  const reason = `SSG does not list ${what} in this run; the enrolment stays ${status} until someone has looked.`;
  return update(row, after, row.courseRunId, 'bug 14 unconfirmed-by-ssg', reason);
}

function update(
  row: LocalEnrolment,
  after: EnrolmentChange['after'],
  courseRunId: string,
  rule: RuleId,
  reason: string,
): EnrolmentChange | null {
  const before: Written = { ...row, movesToThisRun: false };
  const written: Written = { ...after, learnerId: row.learnerId, courseRunId };
  const fields: FieldChange[] = COLUMNS.filter(({ valueOf }) => valueOf(before) !== valueOf(written)).map((column) => ({
    field: column.field,
    before: column.valueOf(before),
    after: column.valueOf(written),
    owner: 'ssg',
    rule: column.rule,
  }));
  if (fields.length === 0) return null;
  return {
    entity: 'enrolment',
    action: 'update',
    key: after.referenceNumber ?? row.id,
    target: { id: row.id, version: row.version },
    learner: { kind: 'existing', id: row.learnerId },
    after,
    fields,
    rule,
    reason,
  };
}
