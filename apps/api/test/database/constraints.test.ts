import { APPROVAL_STATUSES } from '@rollcall/domain/chain/blast-radius';
import { CHAIN_MODES, CHAIN_RUN_STATUSES, CHAIN_TRIGGERS, STEP_STATUSES } from '@rollcall/domain/chain/chain';
import { ENTITY_TYPES } from '@rollcall/domain/change/change';
import { OWNERS } from '@rollcall/domain/change/rules';
import { CLASS_STATUSES, CLASS_TYPES, LIFECYCLES } from '@rollcall/domain/course-run/course-run';
import { MODE_PROFILES } from '@rollcall/domain/course-run/mode-of-learning';
import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { ALERT_CHANNELS, ALERT_DELIVERY_STATUSES } from '@rollcall/domain/incident/alert-delivery';
import { INCIDENT_STATUSES } from '@rollcall/domain/incident/incident';
import { LEARNER_REVIEW_REASONS } from '@rollcall/domain/learner/learner';
import { OVERLAP_POLICIES } from '@rollcall/domain/schedule/schedule';
import { SYNC_LOG_STATUSES } from '@rollcall/domain/sync/decide-batch';
import { ASSIGNMENT_SOURCES, RUN_TRAINER_ROLES, TRAINER_OUTCOMES } from '@rollcall/domain/trainer/trainer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.js';

let world: SyncWorld;
beforeAll(async () => {
  world = await createSyncWorld({ runs: [{ id: 850001, startDate: '2026-03-09', enrolments: [{}] }] });
  await world.sync();
});
afterAll(() => world.close());

test.each([
  ['training_provider_mode_profile_check', MODE_PROFILES],
  ['course_run_class_status_check', CLASS_STATUSES],
  ['course_run_class_type_check', CLASS_TYPES],
  ['course_run_lifecycle_check', LIFECYCLES],
  ['course_run_assignment_source_check', ASSIGNMENT_SOURCES],
  ['course_run_trainer_role_check', RUN_TRAINER_ROLES],
  ['enrollment_status_check', ENROLMENT_STATUSES],
  ['upcoming_course_runs_log_status_check', SYNC_LOG_STATUSES],
  ['upcoming_course_runs_log_trainer_outcome_check', TRAINER_OUTCOMES],
  ['change_owner_check', OWNERS],
  ['change_entity_type_check', ENTITY_TYPES],
  ['learner_review_reason_check', LEARNER_REVIEW_REASONS],
  ['sync_batch_mode_check', CHAIN_MODES],
  ['scheduled_tasks_overlap_policy_check', OVERLAP_POLICIES],
  ['task_chain_logs_status_check', CHAIN_RUN_STATUSES],
  ['task_chain_logs_trigger_check', CHAIN_TRIGGERS],
  ['task_chain_logs_mode_check', CHAIN_MODES],
  ['task_chain_steps_status_check', STEP_STATUSES],
  ['task_chain_approval_status_check', APPROVAL_STATUSES],
  ['incident_status_check', INCIDENT_STATUSES],
  ['alert_delivery_channel_check', ALERT_CHANNELS],
  ['alert_delivery_status_check', ALERT_DELIVERY_STATUSES],
])('%s allows exactly the domain’s words', async (constraint, words) => {
  const [row] = await world.rows('SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1', [
    constraint,
  ]);
  const allowed = [...String(row?.definition).matchAll(/'([^']+)'::text/g)].map(([, word]) => word);
  expect(allowed.sort()).toEqual([...words].sort());
});

test.each([
  [
    'a second enrolment of the learner in the run',
    `INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_status) SELECT gen_random_uuid(), provider_id, learner_id, course_id, course_run_id, 'Confirmed' FROM enrollment`,
  ],
  [
    'a second row for the SSG run',
    `INSERT INTO course_run (id, provider_id, course_id, course_run_id, start_date, end_date, mode_of_learning) SELECT gen_random_uuid(), provider_id, course_id, course_run_id, start_date, end_date, 'Physical' FROM course_run`,
  ],
  [
    'a second log line for the run in the batch',
    `INSERT INTO upcoming_course_runs_log (id, provider_id, batch_id, run_id, course_run_id, course_code, course_title) SELECT gen_random_uuid(), provider_id, batch_id, run_id, course_run_id, course_code, course_title FROM upcoming_course_runs_log`,
  ],
  [
    'a second running batch of the provider',
    `INSERT INTO sync_batch (id, run_id, provider_id, trigger, today, threshold_days, owner_token) SELECT gen_random_uuid(), 'other ' || n, provider_id, 'cli', today, 21, gen_random_uuid() FROM sync_batch, generate_series(1, 2) AS n`,
  ],
  ['a status that nobody knows', `UPDATE enrollment SET enrolment_status = 'Enroled'`],
  ['an end before the start', `UPDATE course_run SET end_date = start_date - 1`],
  ['an assigned trainer without a source', `UPDATE course_run SET assignment_source = 'admin'`],
  [
    'a second running run of a chain',
    `INSERT INTO task_chain_logs (chain_name, provider_id, trigger, requested_by, mode, today) SELECT 'nightly', id, 'manual', 'test', 'full', now() FROM training_provider, generate_series(1, 2)`,
  ],
  [
    'a second row for a tick',
    `WITH task AS (INSERT INTO scheduled_tasks (id, name, time_zone, decided_until) VALUES (gen_random_uuid(), 'nightly', 'UTC', now()) RETURNING id)
     INSERT INTO task_chain_logs (chain_name, scheduled_task_id, due_at, status, completed_at, reason, trigger, requested_by, mode, today)
     SELECT 'nightly', id, date_trunc('day', now()), 'skipped', now(), 'Paused.', 'schedule', 'system', 'full', now() FROM task, generate_series(1, 2)`,
  ],
  [
    'a skipped tick without a reason',
    `INSERT INTO task_chain_logs (chain_name, status, completed_at, trigger, requested_by, mode, today) VALUES ('nightly', 'skipped', now(), 'schedule', 'system', 'full', now())`,
  ],
  [
    'a running step without a lease',
    `WITH run AS (INSERT INTO task_chain_logs (chain_name, trigger, requested_by, mode, today) VALUES ('nightly', 'manual', 'test', 'full', now()) RETURNING id)
     INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, required, status) SELECT gen_random_uuid(), id, 'find', 1, 1, true, 'running' FROM run`,
  ],
  ['an error line without a message', `UPDATE upcoming_course_runs_log SET status = 'error', error_message = NULL`],
])('the database refuses %s', async (_what, sql) => {
  await expect(world.rows(sql)).rejects.toThrow(/violates|duplicate/);
});
