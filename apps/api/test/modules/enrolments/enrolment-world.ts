import type { Principal } from '@rollcall/domain/permission/principal';
import { changeEnrolment } from '@rollcall/ssg/simulator/staff';
import { type ActDependencies } from '../../../src/modules/enrolments/act-on-enrolments.js';
import { reassignEnrolment } from '../../../src/modules/enrolments/reassign-enrolment.js';
import { removeEnrolment } from '../../../src/modules/enrolments/remove-enrolments.js';
import { transferEnrolment } from '../../../src/modules/enrolments/transfer-enrolment.js';
import { somebody } from '../../support/known-callers.js';
import { createSyncWorld, type Row, type SyncWorld, type SyncWorldOptions, TODAY } from '../../support/sync-world.js';

const OTHER_COURSE = 'TGS-2099000002';
/** The learner whom the tests are about has this number in run 850001. */
export const R1 = 'ENR-2602-000001';

/** Three runs of one course and one of another; in each of them somebody else too, so that it stays open (S0.20). */
const RUNS: SyncWorldOptions = {
  runs: [
    { id: 850001, startDate: '2026-03-09', enrolments: [{ referenceNumber: R1 }, { referenceNumber: 'ENR-2602-000011' }] },
    { id: 850002, startDate: '2026-03-10', enrolments: [{ referenceNumber: 'ENR-2602-000012' }] },
    { id: 850003, startDate: '2026-03-11', enrolments: [{ referenceNumber: 'ENR-2602-000013' }] },
  ],
  otherCourses: {
    [OTHER_COURSE]: [{ id: 850009, startDate: '2026-03-12', enrolments: [{ referenceNumber: 'ENR-2602-000019' }] }],
  },
};

export const REASON = 'the learner rang us';

/** A provider whose runs were synced once, an admin, and acts in their name. */
export interface EnrolmentWorld extends SyncWorld {
  admin: Principal;
  acts: ActDependencies;
  /** Row id of the learner with the number R1. */
  learnerId: string;
  enrolmentId(referenceNumber: string): Promise<string>;
  courseRunId(ssgRunId: number): Promise<string>;
  remove(enrolmentId: string): ReturnType<typeof removeEnrolment>;
  /** Without a run: back into the same. */
  reassign(enrolmentId: string, ssgRunId?: number): ReturnType<typeof reassignEnrolment>;
  transfer(enrolmentId: string, ssgRunId: number): ReturnType<typeof transferEnrolment>;
  /** The learner's enrolments: run, status, number, whether SSG confirms it. */
  learnersRows(): Promise<Row[]>;
  /** What was recorded of a row's column: before, after, owner, rule. */
  history(enrolmentId: string, field: string): Promise<unknown[][]>;
  /** Somebody at SSG changes an enrolment. */
  atSsg(change: Parameters<typeof changeEnrolment>[1]): void;
  /** SSG gives the learner another enrolment. */
  enrolAgainAtSsg(referenceNumber: string, runId: number): void;
}

export async function createEnrolmentWorld(options: SyncWorldOptions = {}): Promise<EnrolmentWorld> {
  // Noon in Singapore on the day of the dataset, a second later each time somebody looks: no two batches have the same id.
  let clock = Date.parse(`${TODAY}T12:00:00+08:00`);
  const overrides = { now: () => (clock += 1000), ...options.overrides };
  const world = await createSyncWorld({ ...RUNS, ...options, overrides });
  await world.sync();
  const only = async (sql: string, values: unknown[]): Promise<string> => {
    const [row] = await world.rows(sql, values);
    if (!row) throw new Error(`Nothing found for ${values.join()}.`);
    return String(row.id);
  };
  const acts: ActDependencies = { ...world.deps, correlationId: 'request-1' };
  const admin = somebody(world.deps.newId(), world.providerId, 'admin');
  const learnerId = await only('SELECT learner_id AS id FROM enrollment WHERE enrolment_id = $1', [R1]);
  const courseRunId = (ssgRunId: number) => only('SELECT id FROM course_run WHERE course_run_id = $1', [String(ssgRunId)]);
  const asked = (enrolmentId: string) => ({ by: admin, enrolmentId, reason: REASON });
  const { state } = world.simulator;
  return {
    ...world,
    admin,
    acts,
    learnerId,
    courseRunId,
    enrolmentId: (referenceNumber) => only('SELECT id FROM enrollment WHERE enrolment_id = $1', [referenceNumber]),
    remove: (enrolmentId) => removeEnrolment(acts, asked(enrolmentId)),
    reassign: async (enrolmentId, ssgRunId) =>
      reassignEnrolment(acts, {
        ...asked(enrolmentId),
        courseRunId: ssgRunId === undefined ? null : await courseRunId(ssgRunId),
      }),
    transfer: async (enrolmentId, ssgRunId) =>
      transferEnrolment(acts, { ...asked(enrolmentId), courseRunId: await courseRunId(ssgRunId) }),
    learnersRows: () =>
      world.rows(
        `SELECT run.course_run_id AS run, enrolment_status AS status, enrolment_id AS reference, unconfirmed_since IS NULL AS confirmed
         FROM enrollment JOIN course_run AS run ON run.id = enrollment.course_run_id WHERE learner_id = $1 ORDER BY 1`,
        [learnerId],
      ),
    history: async (enrolmentId, field) =>
      (
        await world.rows('SELECT before, after, owner, rule FROM change WHERE entity_id = $1 AND field = $2 ORDER BY id', [
          enrolmentId,
          field,
        ])
      ).map(({ before, after, owner, rule }) => [before, after, owner, rule]),
    atSsg: (change) => void changeEnrolment(state, change, world.deps.now()),
    enrolAgainAtSsg: (referenceNumber, runId) => {
      const trainee = state.enrolments.find(R1)?.trainee;
      if (!trainee) throw new Error('The simulator has lost the learner.');
      changeEnrolment(state, { action: 'add', referenceNumber, runId, trainee }, world.deps.now());
    },
  };
}
