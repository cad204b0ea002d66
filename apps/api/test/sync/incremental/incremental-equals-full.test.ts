import { addDays } from '@rollcall/domain/calendar/iso-date';
import { afterEach, expect, test } from 'vitest';
import { addUser, COURSE, createSyncWorld, type Row, type SyncWorld, TODAY } from '../../support/sync-world.js';
import { runNight } from './night.js';
import { Choices, randomChange, TRAINERS } from './random-history.js';

const HOUR = 3_600_000;
const NIGHTS = 8;
const CHANGES_A_DAY = 4;

const worlds: SyncWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** Everything that a sync decides about, without ids and instants. */
const TABLES = {
  courseRuns: `SELECT course_run_id, class_status, start_date::text, end_date::text, mode_of_learning, mode_of_training_code, digital_attendance_id, course_vacancy_code,
    course_vacancy_description, assigned_trainer_email, assignment_source, tpg_assigned_trainer_email, version FROM course_run ORDER BY 1`,
  trainers: `SELECT run.course_run_id, entry.trainer_email, entry.role, entry.position, entry.assignment_source
    FROM course_run_trainer AS entry JOIN course_run AS run ON run.id = entry.course_run_id ORDER BY 1, 2, 3`,
  learners: 'SELECT nric_hmac, name, email, phone, nric_masked, version FROM learner ORDER BY 1, 2',
  enrolments: `SELECT enrolment.enrolment_id, run.course_run_id, learner.nric_hmac, enrolment.enrolment_status, enrolment.ssg_status, enrolment.raw_data,
    enrolment.raw_data_hash, enrolment.unconfirmed_since IS NOT NULL AS unconfirmed, enrolment.version
    FROM enrollment AS enrolment JOIN course_run AS run ON run.id = enrolment.course_run_id JOIN learner ON learner.id = enrolment.learner_id ORDER BY 1`,
  reviews: 'SELECT enrolment_id, course_run_id, reason, message, status FROM learner_review ORDER BY 1',
};

const domainOf = async (world: SyncWorld): Promise<Record<string, Row[]>> =>
  Object.fromEntries(
    await Promise.all(Object.entries(TABLES).map(async ([name, sql]) => [name, await world.rows(sql)] as const)),
  );

test.each([1, 2, 3, 4])(
  'bug 61 random nights, seed %i: incremental syncs leave what full syncs leave',
  { timeout: 120_000 },
  async (seed) => {
    const choices = new Choices(seed);
    let clock = Date.parse(`${TODAY}T02:00:00+08:00`);
    const open = async () => {
      const world = await createSyncWorld({
        runs: Array.from({ length: 12 }, (_, index) => ({
          id: 850_001 + index,
          startDate: addDays(TODAY, index * 2),
          learners: index % 4,
          enrolments: index % 3 === 0 ? [{}, { status: 'Cancelled' as const }] : [],
          trainers: index % 2 === 0 ? TRAINERS.slice(0, 1) : [],
        })),
        otherCourses: { [`${COURSE}X`]: [{ id: 850_101, startDate: addDays(TODAY, 9), learners: 3 }] },
        // One run at a time: where an enrolment moves between two runs, their order decides how often its row is written.
        environment: { SSG_CONCURRENCY: '1' },
        overrides: { now: () => clock },
      });
      worlds.push(world);
      for (const trainer of TRAINERS) await addUser(world, trainer);
      return world;
    };
    const [full, incremental] = [await open(), await open()];
    const history: string[] = [];
    let unchanged = 0;
    for (let night = 0; night < NIGHTS; night++) {
      const today = addDays(TODAY, night);
      const mode = night === 0 ? 'full' : 'incremental';
      await runNight(full.deps, { providerId: full.providerId, mode: 'full', today });
      const { marked } = await runNight(incremental.deps, { providerId: incremental.providerId, mode, today });
      if (marked?.kind === 'incremental') unchanged += marked.unchanged;
      expect(await domainOf(incremental), `seed ${seed}, night ${night}, after: ${history.join('; ')}`).toEqual(
        await domainOf(full),
      );
      clock += 24 * HOUR;
      for (const world of [full, incremental]) world.simulator.faults.clear();
      for (let change = 0; change < CHANGES_A_DAY; change++) {
        const at = clock - Math.floor(choices.below(23 * HOUR));
        const { what, atSsg, here } = randomChange(choices, full.simulator, at, today);
        history.push(`night ${night}: ${what}`);
        for (const world of [full, incremental]) {
          atSsg?.(world.simulator);
          await here?.(world);
        }
      }
    }
    // Equal because nothing was passed over would prove nothing.
    expect(unchanged).toBeGreaterThan(NIGHTS);
  },
);
