import type { RuleId } from '@rollcall/domain/change/rules';
import { refusePlacement } from '@rollcall/domain/enrolment/admin-act';
import { decideTransfer, type Transfer } from '@rollcall/domain/enrolment/decide-transfer';
import { isAdminRemoved } from '@rollcall/domain/enrolment/status';
import type { PoolClient } from 'pg';
import { requireVersion } from '../../acts/act-refusal.js';
import { requireReason } from '../../acts/reason.js';
import { runAct } from '../../acts/run-act.js';
import { recordAdminChanges } from '../audit/record-admin-changes.js';
import type { WrittenEntity } from '../audit/record-changes.js';
import type { ActDependencies, EnrolmentAct } from './act-on-enrolments.js';
import { lockPlacement, type Placement } from './lock-placement.js';
import { placementRefusal } from './placement-refusal.js';
import { writeRowChanges } from './write-row-changes.js';

export interface EnrolmentTransfer extends EnrolmentAct {
  /** Row id of a run of another course of the same provider. */
  courseRunId: string;
  reason: string;
}

export type TransferResult = {
  /** The row in the target run. */
  enrolmentId: string;
  /** The row that is removed. */
  leftEnrolmentId: string;
  providerId: string;
  changed: boolean;
  explanation: string;
  notices: { message: string; remedy: string }[];
};

/** Without reference number and payload: SSG knows nothing of it. */
const CREATE = `
  INSERT INTO enrollment (id, provider_id, course_id, course_run_id, learner_id, enrolment_status)
  VALUES ($1, $2, $3, $4, $5, 'Confirmed')`;

/**
 * Moves a learner to a run of another course: the row they had is removed, the one in the target run is new or Confirmed
 * again, in one transaction and one change set. Throws `ActRefusal`.
 */
export function transferEnrolment(deps: ActDependencies, asked: EnrolmentTransfer): Promise<TransferResult> {
  const { by, enrolmentId, courseRunId, expectedVersion, idempotencyKey } = asked;
  const reason = requireReason(asked.reason);
  const request = { by, act: 'enrolmentTransfer', input: { enrolmentId, courseRunId, expectedVersion, reason }, idempotencyKey };
  return runAct(deps, request, async (transaction) => {
    const placement = await lockPlacement(transaction, { ...asked, permission: 'enrolment.transfer' }, deps.now());
    const { enrolment } = placement;
    const decision = decideTransfer(placement);
    const isSoAlready = decision.kind === 'decided' && decision.changes.length === 0 && decision.created === null;
    if (!isSoAlready) requireVersion('enrolment', enrolment.version, expectedVersion);
    if (decision.kind === 'refused') throw placementRefusal(decision);
    if (!isSoAlready) await requireNotLeft(transaction, enrolment);
    const id = decision.countsId ?? deps.newId();
    const entities = [
      ...(await writeRowChanges(transaction, decision.changes)),
      ...(await create(transaction, id, placement, decision)),
    ];
    const { providerId } = enrolment;
    const { newId, correlationId } = deps;
    // Two runs are concerned, so the change set names neither.
    const act = { changeSetId: newId(), providerId, ssgRunId: null, by, action: 'enrolment.transfer', reason, correlationId };
    await recordAdminChanges(transaction, act, entities);
    const { explanation, notices } = decision;
    const told = notices.map(({ message, remedy }) => ({ message, remedy }));
    return { enrolmentId: id, leftEnrolmentId: enrolment.id, providerId, changed: !isSoAlready, explanation, notices: told };
  });
}

const LAST_RULE = `SELECT rule FROM change WHERE entity_id = $1 AND field = 'enrolment_status' ORDER BY id DESC LIMIT 1`;

/** Of two transfers of one enrolment to different runs the second would leave the learner in both. Throws `ActRefusal`. */
async function requireNotLeft(transaction: PoolClient, { id, status, ssgRunId }: Placement['enrolment']): Promise<void> {
  if (!isAdminRemoved(status)) return;
  const { rows } = await transaction.query<{ rule: string }>(LAST_RULE, [id]);
  if (rows[0]?.rule !== ('S0.19 admin-transfers' satisfies RuleId)) return;
  throw placementRefusal(
    refusePlacement(
      'enrolment',
      `The learner was transferred from run ${ssgRunId} before.`,
      'Look where they are now, and transfer that enrolment instead.',
    ),
  );
}

async function create(
  transaction: PoolClient,
  id: string,
  { enrolment, target }: Placement,
  { created }: Transfer,
): Promise<WrittenEntity[]> {
  if (created === null) return [];
  await transaction.query(CREATE, [id, enrolment.providerId, target.courseId, target.id, enrolment.learnerId]);
  return [{ entityType: 'enrolment', entityId: id, action: 'create', fields: created.fields }];
}
