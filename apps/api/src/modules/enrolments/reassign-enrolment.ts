import { decideReassignment } from '@rollcall/domain/enrolment/decide-reassignment';
import { requireVersion } from '../../acts/act-refusal.js';
import { readReason } from '../../acts/reason.js';
import { runAct } from '../../acts/run-act.js';
import { recordAdminChanges } from '../audit/record-admin-changes.js';
import type { ActDependencies, EnrolmentAct } from './act-on-enrolments.js';
import { lockPlacement } from './lock-placement.js';
import { placementRefusal } from './placement-refusal.js';
import { writeRowChanges } from './write-row-changes.js';

export interface EnrolmentReassignment extends EnrolmentAct {
  /** Row id of a run of the same course; null: the run that the enrolment is in. */
  courseRunId: string | null;
  reason: string | null | undefined;
}

export type ReassignmentResult = {
  /** The row that counts from now on. */
  enrolmentId: string;
  /** The row that was left removed, where another one counts. */
  leftEnrolmentId: string | null;
  providerId: string;
  changed: boolean;
  explanation: string;
  notices: { message: string; remedy: string }[];
};

/**
 * Brings a removed learner back, or moves one to another run of the course, never with a second row (S0.19). What it writes
 * is an admin's, so that no sync takes it back. Throws `ActRefusal`.
 */
export function reassignEnrolment(deps: ActDependencies, asked: EnrolmentReassignment): Promise<ReassignmentResult> {
  const { by, enrolmentId, courseRunId, expectedVersion, idempotencyKey } = asked;
  const reason = readReason(asked.reason);
  const request = { by, act: 'enrolmentReassign', input: { enrolmentId, courseRunId, expectedVersion, reason }, idempotencyKey };
  return runAct(deps, request, async (transaction) => {
    const placement = await lockPlacement(transaction, { ...asked, permission: 'enrolment.reassign' }, deps.now());
    const { enrolment, target } = placement;
    const decision = decideReassignment(placement);
    const isSoAlready = decision.kind === 'decided' && decision.changes.length === 0;
    if (!isSoAlready) requireVersion('enrolment', enrolment.version, expectedVersion);
    if (decision.kind === 'refused') throw placementRefusal(decision);
    const entities = await writeRowChanges(transaction, decision.changes);
    const { providerId } = enrolment;
    const { newId, correlationId } = deps;
    const act = {
      changeSetId: newId(),
      providerId,
      ssgRunId: target.ssgRunId,
      by,
      action: 'enrolment.reassign',
      reason,
      correlationId,
    };
    await recordAdminChanges(transaction, act, entities);
    const { countsId, leftId, explanation, notices } = decision;
    const told = notices.map(({ message, remedy }) => ({ message, remedy }));
    return { enrolmentId: countsId, leftEnrolmentId: leftId, providerId, changed: !isSoAlready, explanation, notices: told };
  });
}
