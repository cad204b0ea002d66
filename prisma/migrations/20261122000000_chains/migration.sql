-- AlterTable
ALTER TABLE "course_run" ADD COLUMN     "activated_at" TIMESTAMPTZ(3),
ADD COLUMN     "activated_by" TEXT,
ADD COLUMN     "archived_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "enrollment" ADD COLUMN     "enrolled_by" TEXT;

-- AlterTable
ALTER TABLE "sync_batch" ADD COLUMN     "chain_run_id" BIGINT,
ADD COLUMN     "mode" TEXT NOT NULL DEFAULT 'full';

-- AlterTable
ALTER TABLE "training_provider" ADD COLUMN     "alert_emails" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "max_cancels" INTEGER NOT NULL DEFAULT 10,
ADD COLUMN     "max_cancels_percent" INTEGER NOT NULL DEFAULT 2;

-- AlterTable
ALTER TABLE "upcoming_course_runs_log" ADD COLUMN     "listing_hash" TEXT,
ADD COLUMN     "ssg_learner_count" INTEGER;

-- CreateTable
CREATE TABLE "scheduled_tasks" (
    "id" UUID NOT NULL,
    "provider_id" UUID,
    "name" TEXT NOT NULL,
    "task_chain" VARCHAR(50),
    "chain_order" INTEGER,
    "cron" TEXT,
    "time_zone" TEXT NOT NULL,
    "overlap_policy" TEXT NOT NULL DEFAULT 'skip',
    "catch_up_hours" INTEGER NOT NULL DEFAULT 6,
    "full_weekdays" INTEGER[] DEFAULT ARRAY[0, 1, 2, 3, 4, 5, 6]::INTEGER[],
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "paused_reason" TEXT,
    "decided_until" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scheduled_tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_chain_logs" (
    "id" BIGSERIAL NOT NULL,
    "chain_name" VARCHAR(50) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'running',
    "current_step" VARCHAR(50),
    "steps_completed" JSONB NOT NULL DEFAULT '[]',
    "error_message" TEXT,
    "total_duration_seconds" INTEGER,
    "provider_id" UUID,
    "scheduled_task_id" UUID,
    "due_at" TIMESTAMPTZ(3),
    "trigger" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "today" DATE NOT NULL,
    "dry_run" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "remedy" TEXT,
    "resumed_from_id" BIGINT,
    "resolved_by_id" BIGINT,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "cancel_requested_by" TEXT,
    "last_event_number" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "task_chain_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_chain_steps" (
    "id" UUID NOT NULL,
    "chain_log_id" BIGINT NOT NULL,
    "step" VARCHAR(50) NOT NULL,
    "position" INTEGER NOT NULL,
    "tier" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "required" BOOLEAN NOT NULL,
    "upstream" TEXT,
    "left_out" BOOLEAN NOT NULL DEFAULT false,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "interruptions" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "worker" TEXT,
    "progress" JSONB,
    "counts" JSONB,
    "warnings" INTEGER NOT NULL DEFAULT 0,
    "calls_made" INTEGER NOT NULL DEFAULT 0,
    "calls_predicted" INTEGER,
    "error" TEXT,
    "error_code" TEXT,
    "remedy" TEXT,
    "inputs_hash" TEXT,
    "checkpoint" JSONB,
    "output" JSONB,
    "ran_on_stale_inputs" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,

    CONSTRAINT "task_chain_steps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_chain_events" (
    "chain_log_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "step" TEXT,
    "message" TEXT NOT NULL,
    "data" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_chain_events_pkey" PRIMARY KEY ("chain_log_id","number")
);

-- CreateTable
CREATE TABLE "task_chain_approval" (
    "id" UUID NOT NULL,
    "chain_step_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "sentence" TEXT NOT NULL,
    "counts" JSONB NOT NULL,
    "samples" JSONB NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "note" TEXT,

    CONSTRAINT "task_chain_approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "draining" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "provider_id" UUID,
    "fingerprint" TEXT NOT NULL,
    "upstream" TEXT,
    "error_class" TEXT NOT NULL,
    "endpoint" TEXT,
    "title" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "remedy" TEXT,
    "status" TEXT NOT NULL DEFAULT 'open',
    "occurrences" INTEGER NOT NULL DEFAULT 1,
    "recent_at" TIMESTAMPTZ(3)[],
    "runs_touched" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "last_chain_log_id" BIGINT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_reason" TEXT,
    "note_requested_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_delivery" (
    "id" UUID NOT NULL,
    "provider_id" UUID,
    "incident_id" UUID,
    "chain_log_id" BIGINT,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "data" JSONB,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "scheduled_tasks_provider_id_task_chain_name_key" ON "scheduled_tasks"("provider_id", "task_chain", "name");

-- CreateIndex
CREATE INDEX "task_chain_logs_chain_name_provider_id_id_idx" ON "task_chain_logs"("chain_name", "provider_id", "id" DESC);

-- CreateIndex
CREATE INDEX "task_chain_logs_provider_id_id_idx" ON "task_chain_logs"("provider_id", "id" DESC);

-- CreateIndex
CREATE INDEX "task_chain_logs_resumed_from_id_idx" ON "task_chain_logs"("resumed_from_id");

-- CreateIndex
CREATE INDEX "task_chain_logs_resolved_by_id_idx" ON "task_chain_logs"("resolved_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_chain_logs_scheduled_task_id_due_at_key" ON "task_chain_logs"("scheduled_task_id", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "task_chain_steps_chain_log_id_step_key" ON "task_chain_steps"("chain_log_id", "step");

-- CreateIndex
CREATE INDEX "task_chain_approval_chain_step_id_idx" ON "task_chain_approval"("chain_step_id");

-- CreateIndex
CREATE INDEX "incident_provider_id_status_last_seen_at_idx" ON "incident"("provider_id", "status", "last_seen_at" DESC);

-- CreateIndex
CREATE INDEX "alert_delivery_status_next_attempt_at_idx" ON "alert_delivery"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "alert_delivery_incident_id_idx" ON "alert_delivery"("incident_id");

-- CreateIndex
CREATE INDEX "sync_batch_chain_run_id_idx" ON "sync_batch"("chain_run_id");

-- AddForeignKey
ALTER TABLE "sync_batch" ADD CONSTRAINT "sync_batch_chain_run_id_fkey" FOREIGN KEY ("chain_run_id") REFERENCES "task_chain_logs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scheduled_tasks" ADD CONSTRAINT "scheduled_tasks_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_chain_logs" ADD CONSTRAINT "task_chain_logs_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_chain_logs" ADD CONSTRAINT "task_chain_logs_scheduled_task_id_fkey" FOREIGN KEY ("scheduled_task_id") REFERENCES "scheduled_tasks"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_chain_logs" ADD CONSTRAINT "task_chain_logs_resumed_from_id_fkey" FOREIGN KEY ("resumed_from_id") REFERENCES "task_chain_logs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_chain_logs" ADD CONSTRAINT "task_chain_logs_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "task_chain_logs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_chain_steps" ADD CONSTRAINT "task_chain_steps_chain_log_id_fkey" FOREIGN KEY ("chain_log_id") REFERENCES "task_chain_logs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_chain_events" ADD CONSTRAINT "task_chain_events_chain_log_id_fkey" FOREIGN KEY ("chain_log_id") REFERENCES "task_chain_logs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_chain_approval" ADD CONSTRAINT "task_chain_approval_chain_step_id_fkey" FOREIGN KEY ("chain_step_id") REFERENCES "task_chain_steps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE SET NULL ON UPDATE CASCADE;



-- What Prisma's schema cannot say: checked values and partial indexes, as in the initial migration.

ALTER TABLE "training_provider"
  ADD CONSTRAINT "training_provider_max_cancels_check" CHECK ("max_cancels" >= 0 AND "max_cancels_percent" BETWEEN 0 AND 100);

ALTER TABLE "course_run"
  ADD CONSTRAINT "course_run_activated_complete_check" CHECK (("activated_at" IS NULL) = ("activated_by" IS NULL));

ALTER TABLE "sync_batch"
  ADD CONSTRAINT "sync_batch_mode_check" CHECK ("mode" IN ('full', 'incremental'));

ALTER TABLE "upcoming_course_runs_log"
  DROP CONSTRAINT "upcoming_course_runs_log_status_check",
  ADD CONSTRAINT "upcoming_course_runs_log_status_check" CHECK ("status" IN ('pending', 'held', 'success', 'unchanged', 'no_enrolments', 'no_runs', 'not_listed', 'error'));

ALTER TABLE "change_set"
  DROP CONSTRAINT "change_set_phase_check",
  ADD CONSTRAINT "change_set_phase_check" CHECK ("phase" IN ('sync', 'trainers', 'reconcile', 'activation'));

-- A system task has no provider, and NULLs are distinct in the table's own unique key.
CREATE UNIQUE INDEX "scheduled_tasks_system_key" ON "scheduled_tasks" ("task_chain", "name") WHERE "provider_id" IS NULL;

ALTER TABLE "scheduled_tasks"
  ADD CONSTRAINT "scheduled_tasks_overlap_policy_check" CHECK ("overlap_policy" IN ('skip', 'buffer_one')),
  ADD CONSTRAINT "scheduled_tasks_catch_up_check" CHECK ("catch_up_hours" BETWEEN 0 AND 168),
  ADD CONSTRAINT "scheduled_tasks_full_weekdays_check" CHECK ("full_weekdays" <@ ARRAY[0, 1, 2, 3, 4, 5, 6]),
  ADD CONSTRAINT "scheduled_tasks_chain_order_check" CHECK (("task_chain" IS NULL) = ("chain_order" IS NULL) AND "chain_order" >= 0);

ALTER TABLE "task_chain_logs"
  ADD CONSTRAINT "task_chain_logs_status_check" CHECK ("status" IN ('running', 'completed', 'failed', 'partial', 'queued', 'awaiting_approval', 'cancelled', 'interrupted', 'skipped')),
  ADD CONSTRAINT "task_chain_logs_trigger_check" CHECK ("trigger" IN ('schedule', 'catch_up', 'manual', 'resume', 'start')),
  ADD CONSTRAINT "task_chain_logs_mode_check" CHECK ("mode" IN ('full', 'incremental')),
  ADD CONSTRAINT "task_chain_logs_completed_check" CHECK (("status" IN ('running', 'queued', 'awaiting_approval')) = ("completed_at" IS NULL)),
  ADD CONSTRAINT "task_chain_logs_skipped_check" CHECK ("status" <> 'skipped' OR "reason" IS NOT NULL);

-- One run of a chain at work per provider, and one that waits its turn, whatever the number of processes.
CREATE UNIQUE INDEX "task_chain_logs_one_running_key" ON "task_chain_logs" ("chain_name", "provider_id") NULLS NOT DISTINCT
  WHERE "status" IN ('running', 'awaiting_approval') AND NOT "dry_run";
CREATE UNIQUE INDEX "task_chain_logs_one_queued_key" ON "task_chain_logs" ("chain_name", "provider_id") NULLS NOT DISTINCT
  WHERE "status" = 'queued';
CREATE INDEX "task_chain_logs_active_idx" ON "task_chain_logs" ("id") WHERE "status" IN ('running', 'queued', 'awaiting_approval');

ALTER TABLE "task_chain_steps"
  ADD CONSTRAINT "task_chain_steps_status_check" CHECK ("status" IN ('waiting', 'ready', 'running', 'interrupted', 'awaiting_approval', 'completed', 'failed', 'skipped', 'reused', 'cancelled')),
  ADD CONSTRAINT "task_chain_steps_lease_check" CHECK (("status" = 'running') = ("lease_token" IS NOT NULL) AND ("lease_token" IS NULL) = ("lease_until" IS NULL)),
  ADD CONSTRAINT "task_chain_steps_failed_check" CHECK ("status" <> 'failed' OR "error" IS NOT NULL);
CREATE INDEX "task_chain_steps_claimable_idx" ON "task_chain_steps" ("chain_log_id") WHERE "status" IN ('ready', 'running', 'interrupted');

ALTER TABLE "task_chain_approval"
  ADD CONSTRAINT "task_chain_approval_status_check" CHECK ("status" IN ('waiting', 'approved', 'rejected', 'superseded'));
CREATE UNIQUE INDEX "task_chain_approval_one_waiting_key" ON "task_chain_approval" ("chain_step_id") WHERE "status" = 'waiting';

ALTER TABLE "incident"
  ADD CONSTRAINT "incident_status_check" CHECK ("status" IN ('open', 'closed'));
CREATE UNIQUE INDEX "incident_one_open_key" ON "incident" ("provider_id", "fingerprint") NULLS NOT DISTINCT WHERE "status" = 'open';

ALTER TABLE "alert_delivery"
  ADD CONSTRAINT "alert_delivery_channel_check" CHECK ("channel" IN ('email', 'webhook')),
  ADD CONSTRAINT "alert_delivery_status_check" CHECK ("status" IN ('pending', 'sent', 'dead'));
