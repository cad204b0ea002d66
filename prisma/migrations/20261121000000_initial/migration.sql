-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "training_provider" (
    "id" UUID NOT NULL,
    "uen" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'Asia/Singapore',
    "upcoming_classes_threshold_days" INTEGER NOT NULL DEFAULT 21,
    "mode_profile" TEXT NOT NULL DEFAULT 'tms',
    "seal_identifiers" BOOLEAN NOT NULL DEFAULT true,
    "refresh_tpg_trainers" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_normalised" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_role" (
    "provider_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_role_pkey" PRIMARY KEY ("user_id","provider_id","role")
);

-- CreateTable
CREATE TABLE "course" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "course_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "trainers_email_list" TEXT,
    "trainers_list" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course_run" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "course_run_id" TEXT NOT NULL,
    "class_status" TEXT NOT NULL DEFAULT 'Pending',
    "class_type" TEXT,
    "lifecycle" TEXT NOT NULL DEFAULT 'Scheduled',
    "start_date" DATE NOT NULL,
    "end_date" DATE NOT NULL,
    "mode_of_learning" TEXT NOT NULL,
    "mode_of_training_code" TEXT,
    "digital_attendance_id" TEXT,
    "course_vacancy_code" TEXT,
    "course_vacancy_description" TEXT,
    "assigned_trainer_id" UUID,
    "assigned_trainer_name" TEXT,
    "assigned_trainer_email" TEXT,
    "assignment_source" TEXT,
    "tpg_assigned_trainer_name" TEXT,
    "tpg_assigned_trainer_email" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "course_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course_run_trainer" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "course_run_id" UUID NOT NULL,
    "trainer_id" UUID NOT NULL,
    "trainer_name" TEXT NOT NULL,
    "trainer_email" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'trainer',
    "position" INTEGER NOT NULL DEFAULT 0,
    "assignment_source" TEXT NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "course_run_trainer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course_run_trainer_decline" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "course_run_id" UUID NOT NULL,
    "trainer_id" UUID NOT NULL,
    "reason" TEXT,
    "declined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "course_run_trainer_decline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "learner" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "id_type" TEXT,
    "nric_hmac" TEXT,
    "nric_key_id" TEXT,
    "nric_masked" TEXT,
    "nric_sealed" TEXT,
    "user_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "learner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrollment" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "learner_id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "course_run_id" UUID NOT NULL,
    "enrolment_id" TEXT,
    "enrolment_status" TEXT NOT NULL,
    "ssg_status" TEXT,
    "raw_data" JSONB,
    "raw_data_hash" TEXT,
    "unconfirmed_since" TIMESTAMPTZ(3),
    "enrolled_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "enrollment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_batch" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "run_id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "today" DATE NOT NULL,
    "threshold_days" INTEGER NOT NULL,
    "only_course_run_id" TEXT,
    "owner_token" UUID NOT NULL,
    "calls_made" INTEGER NOT NULL DEFAULT 0,
    "calls_predicted" INTEGER,
    "resumed_count" INTEGER NOT NULL DEFAULT 0,
    "summary" JSONB,
    "error_message" TEXT,
    "remedy" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_batch_course" (
    "batch_id" UUID NOT NULL,
    "course_code" TEXT NOT NULL,
    "runs_listed" INTEGER NOT NULL,
    "runs_in_window" INTEGER NOT NULL,

    CONSTRAINT "sync_batch_course_pkey" PRIMARY KEY ("batch_id","course_code")
);

-- CreateTable
CREATE TABLE "upcoming_course_runs_log" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "run_id" TEXT NOT NULL,
    "course_run_id" TEXT,
    "course_code" TEXT NOT NULL,
    "course_title" TEXT NOT NULL,
    "ssg_start_date" DATE,
    "ssg_end_date" DATE,
    "db_start_date" DATE,
    "db_end_date" DATE,
    "mode_of_learning" TEXT,
    "vacancy_code" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "touched" BOOLEAN NOT NULL DEFAULT false,
    "trainer_outcome" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "remedy" TEXT,
    "correlation_id" TEXT,
    "listing" JSONB,
    "decisions" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "upcoming_course_runs_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change_set" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "batch_id" UUID,
    "course_run_id" TEXT,
    "phase" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'applied',
    "counts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "change_set_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change" (
    "id" BIGSERIAL NOT NULL,
    "change_set_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "owner" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_trail" (
    "id" BIGSERIAL NOT NULL,
    "provider_id" UUID,
    "actor_type" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" UUID,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "change_set_id" UUID,
    "correlation_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_trail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "learner_review" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "batch_id" UUID,
    "course_run_id" TEXT NOT NULL,
    "enrolment_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "candidate_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "trainee_name" TEXT,
    "nric_masked" TEXT,
    "status" TEXT NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "learner_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upstream_slot" (
    "provider_id" UUID NOT NULL,
    "upstream" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "upstream_slot_pkey" PRIMARY KEY ("provider_id","upstream")
);

-- CreateIndex
CREATE UNIQUE INDEX "training_provider_uen_key" ON "training_provider"("uen");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "app_user_name_normalised_idx" ON "app_user"("name_normalised");

-- CreateIndex
CREATE INDEX "user_role_provider_id_role_idx" ON "user_role"("provider_id", "role");

-- CreateIndex
CREATE UNIQUE INDEX "course_provider_id_course_code_key" ON "course"("provider_id", "course_code");

-- CreateIndex
CREATE INDEX "course_run_provider_id_start_date_id_idx" ON "course_run"("provider_id", "start_date", "id");

-- CreateIndex
CREATE INDEX "course_run_course_id_idx" ON "course_run"("course_id");

-- CreateIndex
CREATE UNIQUE INDEX "course_run_provider_id_course_run_id_key" ON "course_run"("provider_id", "course_run_id");

-- CreateIndex
CREATE INDEX "course_run_trainer_trainer_id_idx" ON "course_run_trainer"("trainer_id");

-- CreateIndex
CREATE UNIQUE INDEX "course_run_trainer_course_run_id_trainer_id_role_key" ON "course_run_trainer"("course_run_id", "trainer_id", "role");

-- CreateIndex
CREATE INDEX "course_run_trainer_decline_trainer_id_idx" ON "course_run_trainer_decline"("trainer_id");

-- CreateIndex
CREATE UNIQUE INDEX "course_run_trainer_decline_course_run_id_trainer_id_key" ON "course_run_trainer_decline"("course_run_id", "trainer_id");

-- CreateIndex
CREATE UNIQUE INDEX "learner_user_id_key" ON "learner"("user_id");

-- CreateIndex
CREATE INDEX "learner_provider_id_email_idx" ON "learner"("provider_id", "email");

-- CreateIndex
CREATE UNIQUE INDEX "learner_provider_id_nric_hmac_key" ON "learner"("provider_id", "nric_hmac");

-- CreateIndex
CREATE INDEX "enrollment_learner_id_idx" ON "enrollment"("learner_id");

-- CreateIndex
CREATE UNIQUE INDEX "enrollment_course_run_id_learner_id_key" ON "enrollment"("course_run_id", "learner_id");

-- CreateIndex
CREATE UNIQUE INDEX "enrollment_provider_id_enrolment_id_key" ON "enrollment"("provider_id", "enrolment_id");

-- CreateIndex
CREATE INDEX "sync_batch_provider_id_started_at_id_idx" ON "sync_batch"("provider_id", "started_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "sync_batch_provider_id_run_id_key" ON "sync_batch"("provider_id", "run_id");

-- CreateIndex
CREATE INDEX "upcoming_course_runs_log_batch_id_status_id_idx" ON "upcoming_course_runs_log"("batch_id", "status", "id");

-- CreateIndex
CREATE INDEX "upcoming_course_runs_log_provider_id_course_run_id_created__idx" ON "upcoming_course_runs_log"("provider_id", "course_run_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "upcoming_course_runs_log_batch_id_course_run_id_key" ON "upcoming_course_runs_log"("batch_id", "course_run_id");

-- CreateIndex
CREATE INDEX "change_set_batch_id_id_idx" ON "change_set"("batch_id", "id");

-- CreateIndex
CREATE INDEX "change_set_provider_id_created_at_idx" ON "change_set"("provider_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "change_change_set_id_idx" ON "change"("change_set_id");

-- CreateIndex
CREATE INDEX "change_entity_id_field_id_idx" ON "change"("entity_id", "field", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_trail_entity_id_id_idx" ON "audit_trail"("entity_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_trail_provider_id_id_idx" ON "audit_trail"("provider_id", "id" DESC);

-- CreateIndex
CREATE INDEX "learner_review_provider_id_status_id_idx" ON "learner_review"("provider_id", "status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "learner_review_provider_id_enrolment_id_key" ON "learner_review"("provider_id", "enrolment_id");

-- AddForeignKey
ALTER TABLE "user_role" ADD CONSTRAINT "user_role_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_role" ADD CONSTRAINT "user_role_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course" ADD CONSTRAINT "course_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run" ADD CONSTRAINT "course_run_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run" ADD CONSTRAINT "course_run_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run" ADD CONSTRAINT "course_run_assigned_trainer_id_fkey" FOREIGN KEY ("assigned_trainer_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run_trainer" ADD CONSTRAINT "course_run_trainer_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run_trainer" ADD CONSTRAINT "course_run_trainer_course_run_id_fkey" FOREIGN KEY ("course_run_id") REFERENCES "course_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run_trainer" ADD CONSTRAINT "course_run_trainer_trainer_id_fkey" FOREIGN KEY ("trainer_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run_trainer_decline" ADD CONSTRAINT "course_run_trainer_decline_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run_trainer_decline" ADD CONSTRAINT "course_run_trainer_decline_course_run_id_fkey" FOREIGN KEY ("course_run_id") REFERENCES "course_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "course_run_trainer_decline" ADD CONSTRAINT "course_run_trainer_decline_trainer_id_fkey" FOREIGN KEY ("trainer_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learner" ADD CONSTRAINT "learner_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learner" ADD CONSTRAINT "learner_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "learner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_course_run_id_fkey" FOREIGN KEY ("course_run_id") REFERENCES "course_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_batch" ADD CONSTRAINT "sync_batch_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_batch_course" ADD CONSTRAINT "sync_batch_course_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "sync_batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upcoming_course_runs_log" ADD CONSTRAINT "upcoming_course_runs_log_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upcoming_course_runs_log" ADD CONSTRAINT "upcoming_course_runs_log_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "sync_batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change_set" ADD CONSTRAINT "change_set_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change_set" ADD CONSTRAINT "change_set_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "sync_batch"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change" ADD CONSTRAINT "change_change_set_id_fkey" FOREIGN KEY ("change_set_id") REFERENCES "change_set"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "learner_review" ADD CONSTRAINT "learner_review_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upstream_slot" ADD CONSTRAINT "upstream_slot_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;


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
  ADD CONSTRAINT "sync_batch_trigger_check" CHECK ("trigger" IN ('cli', 'http', 'start', 'schedule')),
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
