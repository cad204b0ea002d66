import type { FieldChange } from '@rollcall/domain/change/change';
import type { Principal } from '@rollcall/domain/permission/principal';
import { parseTrainerEmails } from '@rollcall/domain/trainer/trainer-lists';
import type { PoolClient } from 'pg';
import { ActRefusal, notFound, requireVersion } from '../../acts/act-refusal.js';
import { readReason } from '../../acts/reason.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import { recordAdminChanges } from '../audit/record-admin-changes.js';
import { isEmailAddress } from '../imports/email-address.js';

export interface UpdateTrainerLists {
  by: Principal;
  /** Row id; null for what can be no course's id. */
  courseId: string | null;
  /** As written; null empties the list, absent leaves it. */
  trainersEmailList?: string | null | undefined;
  trainersList?: string | null | undefined;
  /** Read the lists and tell how, and write nothing. */
  dryRun: boolean;
  reason?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/** The lists as they are now, or in a dry run would be. */
export type UpdatedTrainerLists = {
  courseId: string;
  providerId: string;
  trainersEmailList: string | null;
  trainersList: string | null;
  changed: boolean;
};

interface CourseRow {
  id: string;
  providerId: string;
  version: number;
  trainersEmailList: string | null;
  trainersList: string | null;
}

const LOCK = `
  SELECT id, provider_id AS "providerId", version, trainers_email_list AS "trainersEmailList", trainers_list AS "trainersList"
  FROM course WHERE id = $1 FOR UPDATE`;

const UPDATE = `
  UPDATE course SET trainers_email_list = $2, trainers_list = $3, version = version + 1, updated_at = now() WHERE id = $1`;

/**
 * Writes the trainer lists of a course as an admin wrote them (S0.27, S0.28). Entries that mean nobody are kept: the trainer
 * may be invited later, and until then the sync says why it passes over them. What is no address at all is refused. Throws
 * `ActRefusal`.
 */
export function updateTrainerLists(
  deps: Pick<Dependencies, 'database' | 'newId'> & { correlationId: string },
  wish: UpdateTrainerLists,
): Promise<UpdatedTrainerLists> {
  const { by, courseId, dryRun, expectedVersion } = wish;
  const reason = readReason(wish.reason);
  const { trainersEmailList, trainersList } = wish;
  const input = { courseId, trainersEmailList, trainersList, dryRun, expectedVersion, reason };
  // A dry run does nothing that must not be done twice.
  const idempotencyKey = dryRun ? null : wish.idempotencyKey;
  return runAct<UpdatedTrainerLists>(
    deps,
    { by, act: 'courseTrainerListsUpdate', input, idempotencyKey },
    async (transaction) => {
      const course = await lockCourse(transaction, by, courseId);
      requireVersion('course', course.version, expectedVersion);
      const after = {
        trainersEmailList: wanted(course, wish, 'trainersEmailList'),
        trainersList: wanted(course, wish, 'trainersList'),
      };
      requireAddresses(after.trainersEmailList);
      const fields = [
        ...changeOf('trainers_email_list', course.trainersEmailList, after.trainersEmailList),
        ...changeOf('trainers_list', course.trainersList, after.trainersList),
      ];
      const { id, providerId } = course;
      const result = { courseId: id, providerId, ...after };
      if (fields.length === 0 || dryRun) return { ...result, changed: false };
      await transaction.query(UPDATE, [id, after.trainersEmailList, after.trainersList]);
      const { correlationId } = deps;
      const act = {
        changeSetId: deps.newId(),
        providerId,
        ssgRunId: null,
        by,
        action: 'course.update_trainer_lists',
        reason,
        correlationId,
      };
      await recordAdminChanges(transaction, act, [{ entityType: 'course', entityId: id, action: 'update', fields }]);
      return { ...result, changed: true };
    },
    (transaction) => lockCourse(transaction, by, courseId),
  );
}

async function lockCourse(transaction: PoolClient, by: Principal, courseId: string | null): Promise<CourseRow> {
  const path = ['input', 'courseId'];
  const { rows } = await transaction.query<CourseRow>(LOCK, [courseId]);
  const [course] = rows;
  if (!course) throw notFound('course', path);
  requireMay(by, 'course.update', { providerId: course.providerId }, 'course', path);
  return course;
}

/** A list of blanks is an empty one. */
function wanted(course: CourseRow, wish: UpdateTrainerLists, list: 'trainersEmailList' | 'trainersList'): string | null {
  const given = wish[list];
  return given === undefined ? course[list] : given?.trim() || null;
}

function requireAddresses(list: string | null): void {
  const bad = parseTrainerEmails(list).filter((address) => !isEmailAddress(address));
  if (bad.length === 0) return;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: `${bad.map((address) => `"${address}"`).join(', ')} ${bad.length === 1 ? 'is' : 'are'} no e-mail address.`,
    remedy: 'Separate addresses with | or ;, and write names in the list of names.',
    path: ['input', 'trainersEmailList'],
  });
}

const changeOf = (field: string, before: string | null, after: string | null): FieldChange[] =>
  before === after ? [] : [{ field, before, after, owner: 'admin', rule: 'S0.28 admin-edits-trainer-lists' }];
