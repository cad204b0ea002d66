import { afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { loadChains } from '../../src/chains/registry.js';
import { chainWorkers } from '../support/chain-workers.js';
import { createNight, runTgsDaily } from '../support/night.js';
import type { SyncWorld } from '../support/sync-world.js';

const worlds: SyncWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const STEPS = loadChains()
  .get('tgs_daily')
  .declaration.steps.map(({ name }) => name);

const night = async (): Promise<SyncWorld> => {
  const world = await createNight();
  worlds.push(world);
  return world;
};

/** What is stored, without the ids and moments that no two runs share. */
async function contents(world: SyncWorld): Promise<Record<string, unknown>> {
  const queries = {
    runs: `SELECT course_run_id, class_status, lifecycle, start_date::text, end_date::text, mode_of_learning, assigned_trainer_email, assignment_source, tpg_assigned_trainer_email, version FROM course_run ORDER BY 1`,
    trainers: `SELECT run.course_run_id, trainer_email, role, position, link.assignment_source FROM course_run_trainer AS link JOIN course_run AS run ON run.id = link.course_run_id ORDER BY 1, 2`,
    learners: `SELECT name, email, phone, nric_hmac, nric_masked, version FROM learner ORDER BY nric_hmac, name`,
    enrolments: `SELECT enrolment_id, enrolment_status, ssg_status, raw_data, raw_data_hash, unconfirmed_since IS NULL AS confirmed, version FROM enrollment ORDER BY 1`,
    lines: `SELECT course_run_id, course_code, status, touched, trainer_outcome, error_message, decisions FROM upcoming_course_runs_log ORDER BY 1, 2`,
    changes: `SELECT entity_type, field, before, CASE WHEN field IN ('learner_id', 'course_run_id', 'trainer_id', 'assigned_trainer_id', 'nric_sealed') THEN NULL ELSE after END AS after, owner, rule FROM change ORDER BY 1, 2, 3, 4, 5, 6`,
    audits: `SELECT action, entity_type, count(*)::int AS rows FROM audit_trail GROUP BY 1, 2 ORDER BY 1, 2`,
    batches: `SELECT status, mode, today::text, summary -> 'changes' AS changes, summary -> 'runs' AS runs FROM sync_batch`,
    reviews: `SELECT enrolment_id, reason FROM learner_review ORDER BY 1`,
  };
  const entries = await Promise.all(Object.entries(queries).map(async ([name, sql]) => [name, await world.rows(sql)] as const));
  return Object.fromEntries(entries);
}

/** Calls of SSG that change something there. */
const writes = (world: SyncWorld) =>
  world.simulator.calls
    .list()
    .filter(({ operation }) => /create|update|edit|publish|delete|cancel|upload/i.test(operation ?? ''));

/** What a night leaves behind in which nobody dies. */
let undisturbed: Record<string, unknown>;
beforeAll(async () => {
  const world = await createNight();
  const workers = chainWorkers(world, 'nowhere');
  await workers.add();
  await runTgsDaily(world);
  undisturbed = await contents(world);
  await workers.end();
  await world.close();
});

test.each(['step-claimed', 'step-worked', 'step-recorded'])(
  'bug 47 habit 32 three workers, one killed with -9 in each step in turn at %s: the end is that of an undisturbed night',
  async (askAt) => {
    const disturbed = await night();
    const workers = chainWorkers(disturbed, askAt);
    onTestFinished(workers.end);
    await Promise.all([workers.add(), workers.add(), workers.add()]);
    const run = await runTgsDaily(disturbed);
    // The last step is recorded, and with it the run's end, before its worker asks whether it may go on.
    await expect.poll(() => workers.killedIn).toEqual(STEPS);
    expect(run).toMatchObject({ status: 'completed' });

    expect(await contents(disturbed)).toEqual(undisturbed);
    expect(writes(disturbed)).toEqual([]);

    const interrupted = await disturbed.rows('SELECT step FROM task_chain_steps WHERE interruptions = 1 ORDER BY position');
    const story = await disturbed.rows(
      `SELECT kind, step FROM task_chain_events WHERE kind IN ('step_interrupted', 'step_resumed') ORDER BY number`,
    );
    // A step that is recorded is done, whatever becomes of its worker.
    const expected = askAt === 'step-recorded' ? [] : STEPS;
    expect(interrupted.map(({ step }) => step)).toEqual(expected);
    expect(story).toEqual(
      expected.flatMap((step) => [
        { kind: 'step_interrupted', step },
        { kind: 'step_resumed', step },
      ]),
    );
  },
  120_000,
);
