
-- What Prisma's schema cannot say: checked values and partial indexes. The lists repeat the constants of
-- packages/domain; apps/api/test/database/constraints.test.ts holds the two against each other.

ALTER TABLE "training_provider"
  ADD CONSTRAINT "training_provider_threshold_check" CHECK ("upcoming_classes_threshold_days" BETWEEN 0 AND 366),
  ADD CONSTRAINT "training_provider_mode_profile_check" CHECK ("mode_profile" IN ('tms', 'ssg-official'));

ALTER TABLE "app_user"
  ADD CONSTRAINT "app_user_email_lower_check" CHECK ("email" = lower("email"));

ALTER TABLE "user_role"
  ADD CONSTRAINT "user_role_role_check" CHECK ("role" IN ('admin', 'operations', 'trainer', 'finance', 'auditor', 'integrator'));

ALTER TABLE "course_run"
  ADD CONSTRAINT "course_run_class_status_check" CHECK ("class_status" IN ('Pending', 'Confirmed', 'Cancelled')),
  ADD CONSTRAINT "course_run_class_type_check" CHECK ("class_type" IN ('Physical', 'Virtual', 'Hybrid')),
  ADD CONSTRAINT "course_run_lifecycle_check" CHECK ("lifecycle" IN ('Scheduled', 'Active', 'Paused', 'Completed', 'Cancelled')),
  ADD CONSTRAINT "course_run_dates_check" CHECK ("start_date" <= "end_date"),
  ADD CONSTRAINT "course_run_assignment_source_check" CHECK ("assignment_source" IN ('ssg', 'email_list', 'name_list', 'admin')),
  ADD CONSTRAINT "course_run_assignment_complete_check" CHECK (("assigned_trainer_id" IS NULL) = ("assignment_source" IS NULL));

ALTER TABLE "course_run_trainer"
  ADD CONSTRAINT "course_run_trainer_role_check" CHECK ("role" IN ('trainer', 'assessor')),
  ADD CONSTRAINT "course_run_trainer_source_check" CHECK ("assignment_source" IN ('ssg', 'admin'));

ALTER TABLE "learner"
  ADD CONSTRAINT "learner_email_lower_check" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "learner_identifier_complete_check" CHECK (("nric_hmac" IS NULL) = ("nric_masked" IS NULL) AND ("nric_hmac" IS NULL) = ("nric_key_id" IS NULL)),
  ADD CONSTRAINT "learner_nric_masked_check" CHECK ("nric_masked" LIKE '*%');

ALTER TABLE "enrollment"
  ADD CONSTRAINT "enrollment_status_check" CHECK ("enrolment_status" IN ('Active', 'Confirmed', 'Pending', 'Cancelled', 'Withdrawn', 'Rejected', 'Admin Removed'));

ALTER TABLE "sync_batch"
  ADD CONSTRAINT "sync_batch_status_check" CHECK ("status" IN ('running', 'completed', 'partial', 'failed', 'interrupted')),
  ADD CONSTRAINT "sync_batch_completed_check" CHECK (("status" = 'running') = ("completed_at" IS NULL));

-- One running batch per provider, whatever the number of processes (bug 23).
CREATE UNIQUE INDEX "sync_batch_one_running_key" ON "sync_batch" ("provider_id") WHERE "status" = 'running';

ALTER TABLE "upcoming_course_runs_log"
  ADD CONSTRAINT "upcoming_course_runs_log_status_check" CHECK ("status" IN ('pending', 'success', 'no_enrolments', 'no_runs', 'not_listed', 'error')),
  ADD CONSTRAINT "upcoming_course_runs_log_trainer_outcome_check" CHECK ("trainer_outcome" IN ('ssg', 'email_list', 'name_list', 'kept', 'none', 'error')),
  ADD CONSTRAINT "upcoming_course_runs_log_error_check" CHECK ("status" <> 'error' OR "error_message" IS NOT NULL);

-- One line per course code and batch where the line speaks of the course and not of a run.
CREATE UNIQUE INDEX "upcoming_course_runs_log_one_course_line_key" ON "upcoming_course_runs_log" ("batch_id", "course_code") WHERE "course_run_id" IS NULL;

ALTER TABLE "change_set"
  ADD CONSTRAINT "change_set_phase_check" CHECK ("phase" IN ('sync', 'trainers')),
  ADD CONSTRAINT "change_set_status_check" CHECK ("status" IN ('applied', 'awaiting_approval', 'rejected'));

ALTER TABLE "change"
  ADD CONSTRAINT "change_owner_check" CHECK ("owner" IN ('ssg', 'admin', 'fallback', 'schedule')),
  ADD CONSTRAINT "change_entity_type_check" CHECK ("entity_type" IN ('course_run', 'course_run_trainer', 'enrolment', 'learner'));

ALTER TABLE "audit_trail"
  ADD CONSTRAINT "audit_trail_actor_type_check" CHECK ("actor_type" IN ('user', 'api_key', 'system'));

ALTER TABLE "learner_review"
  ADD CONSTRAINT "learner_review_status_check" CHECK ("status" IN ('open', 'resolved', 'dismissed')),
  ADD CONSTRAINT "learner_review_reason_check" CHECK ("reason" IN ('no_identity', 'ambiguous_learner', 'identifier_conflict', 'unknown_status', 'enrolment_conflict'));
