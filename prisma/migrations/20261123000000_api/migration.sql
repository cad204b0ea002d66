-- AlterTable
ALTER TABLE "app_user" ADD COLUMN     "email_verified" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "image" TEXT,
ADD COLUMN     "installation_admin" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "audit_trail" ADD COLUMN     "actor_name" TEXT;

-- CreateTable
CREATE TABLE "auth_session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_account" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "password" TEXT,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_two_factor" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "failed_verification_count" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "auth_two_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_rate_limit" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "auth_rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "config_id" TEXT NOT NULL DEFAULT 'default',
    "name" TEXT,
    "start" TEXT,
    "prefix" TEXT,
    "key" TEXT NOT NULL,
    "reference_id" UUID NOT NULL,
    "refill_interval" INTEGER,
    "refill_amount" INTEGER,
    "last_refill_at" TIMESTAMPTZ(3),
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "rate_limit_enabled" BOOLEAN NOT NULL DEFAULT false,
    "rate_limit_time_window" INTEGER,
    "rate_limit_max" INTEGER,
    "request_count" INTEGER NOT NULL DEFAULT 0,
    "remaining" INTEGER,
    "last_request" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "permissions" TEXT,
    "metadata" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key_grant" (
    "api_key_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "scopes" TEXT[],
    "created_by" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "api_key_grant_pkey" PRIMARY KEY ("api_key_id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "principal" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "grants" JSONB NOT NULL,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("principal","act","key")
);

-- CreateTable
CREATE TABLE "activity" (
    "number" BIGSERIAL NOT NULL,
    "transaction_id" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "provider_id" UUID,
    "kind" TEXT NOT NULL,
    "entity_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "change_set_id" UUID,
    "chain_log_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "secret_sealed" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "disabled_reason" TEXT,
    "failing_since" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "cursor_transaction" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "cursor_number" BIGINT NOT NULL DEFAULT 0,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "activity_number" BIGINT,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "response_status" INTEGER,
    "response_excerpt" TEXT,
    "last_error" TEXT,
    "resent_from_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_export" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "format" TEXT NOT NULL,
    "principal" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_total" INTEGER,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "error" TEXT,
    "remedy" TEXT,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_export_chunk" (
    "export_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "data_export_chunk_pkey" PRIMARY KEY ("export_id","position")
);

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_token_key" ON "auth_session"("token");

-- CreateIndex
CREATE INDEX "auth_session_user_id_idx" ON "auth_session"("user_id");

-- CreateIndex
CREATE INDEX "auth_account_user_id_idx" ON "auth_account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_account_provider_id_account_id_key" ON "auth_account"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

-- CreateIndex
CREATE INDEX "auth_two_factor_user_id_idx" ON "auth_two_factor"("user_id");

-- CreateIndex
CREATE INDEX "auth_two_factor_secret_idx" ON "auth_two_factor"("secret");

-- CreateIndex
CREATE UNIQUE INDEX "auth_rate_limit_key_key" ON "auth_rate_limit"("key");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_key" ON "api_key"("key");

-- CreateIndex
CREATE INDEX "api_key_reference_id_idx" ON "api_key"("reference_id");

-- CreateIndex
CREATE INDEX "api_key_config_id_idx" ON "api_key"("config_id");

-- CreateIndex
CREATE INDEX "api_key_grant_provider_id_idx" ON "api_key_grant"("provider_id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "activity_transaction_id_number_idx" ON "activity"("transaction_id", "number");

-- CreateIndex
CREATE INDEX "activity_created_at_idx" ON "activity"("created_at");

-- CreateIndex
CREATE INDEX "webhook_endpoint_provider_id_idx" ON "webhook_endpoint"("provider_id");

-- CreateIndex
CREATE INDEX "webhook_delivery_status_next_attempt_at_idx" ON "webhook_delivery"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_endpoint_id_id_idx" ON "webhook_delivery"("endpoint_id", "id" DESC);

-- CreateIndex
CREATE INDEX "data_export_provider_id_id_idx" ON "data_export"("provider_id", "id" DESC);

-- CreateIndex
CREATE INDEX "data_export_status_lease_until_idx" ON "data_export"("status", "lease_until");

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_two_factor" ADD CONSTRAINT "auth_two_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_grant" ADD CONSTRAINT "api_key_grant_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key_grant" ADD CONSTRAINT "api_key_grant_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity" ADD CONSTRAINT "activity_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_export" ADD CONSTRAINT "data_export_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_export_chunk" ADD CONSTRAINT "data_export_chunk_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "data_export"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma cannot say.

ALTER TABLE "change_set"
  DROP CONSTRAINT "change_set_phase_check",
  ADD CONSTRAINT "change_set_phase_check" CHECK ("phase" IN ('sync', 'trainers', 'reconcile', 'activation', 'admin'));

ALTER TABLE "change"
  DROP CONSTRAINT "change_entity_type_check",
  ADD CONSTRAINT "change_entity_type_check" CHECK ("entity_type" IN ('course', 'course_run', 'course_run_trainer', 'course_run_trainer_decline', 'enrolment', 'learner'));

ALTER TABLE "audit_trail"
  DROP CONSTRAINT "audit_trail_actor_type_check",
  ADD CONSTRAINT "audit_trail_actor_type_check" CHECK ("actor_type" IN ('user', 'api_key', 'token', 'system'));

ALTER TABLE "api_key_grant"
  ADD CONSTRAINT "api_key_grant_scopes_check" CHECK (cardinality("scopes") > 0);

ALTER TABLE "webhook_delivery"
  ADD CONSTRAINT "webhook_delivery_status_check" CHECK ("status" IN ('pending', 'sent', 'dead'));
-- An endpoint gets each activity once, whoever turns activity into deliveries; resending is another row.
CREATE UNIQUE INDEX "webhook_delivery_once_key" ON "webhook_delivery" ("endpoint_id", "activity_number", "kind") WHERE "resent_from_id" IS NULL;

ALTER TABLE "data_export"
  ADD CONSTRAINT "data_export_status_check" CHECK ("status" IN ('queued', 'running', 'completed', 'failed')),
  ADD CONSTRAINT "data_export_format_check" CHECK ("format" IN ('csv', 'jsonl')),
  ADD CONSTRAINT "data_export_failed_check" CHECK ("status" <> 'failed' OR "error" IS NOT NULL);


-- Activity is written by the database, so that no writer can forget it.

ALTER TABLE "activity"
  ADD CONSTRAINT "activity_kind_check" CHECK ("kind" IN ('course_run.changed', 'trainer.changed', 'enrolment.changed', 'learner.changed', 'course.changed',
    'incident.opened', 'incident.repeated', 'incident.noted', 'incident.closed', 'chain_run.started', 'chain_run.awaiting_approval', 'chain_run.ended'));

-- One row per change set, kind and hundred entities, whatever a statement inserts. For trainers the entities are the runs: a
-- junction row may be gone already, the run that its change set is about is not. Change sets that were not applied tell nothing.
CREATE FUNCTION "activity_of_changes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO activity (provider_id, kind, entity_ids, change_set_id)
  SELECT provider_id, kind, array_agg(entity_id ORDER BY entity_id), change_set_id
  FROM (
    SELECT told.*, (row_number() OVER (PARTITION BY change_set_id, kind ORDER BY entity_id) - 1) / 100 AS part
    FROM (
      SELECT DISTINCT touched.provider_id, touched.change_set_id, touched.kind,
        CASE touched.entity_type
          WHEN 'course_run_trainer' THEN coalesce(
            (SELECT id FROM course_run WHERE provider_id = touched.provider_id AND course_run_id = change_set.course_run_id),
            (SELECT course_run_id FROM course_run_trainer WHERE id = touched.entity_id))
          WHEN 'course_run_trainer_decline' THEN coalesce(
            (SELECT id FROM course_run WHERE provider_id = touched.provider_id AND course_run_id = change_set.course_run_id),
            (SELECT course_run_id FROM course_run_trainer_decline WHERE id = touched.entity_id))
          ELSE touched.entity_id
        END AS entity_id
      FROM (
        SELECT DISTINCT provider_id, change_set_id, entity_type, entity_id,
          CASE
            WHEN entity_type IN ('course_run_trainer', 'course_run_trainer_decline') THEN 'trainer.changed'
            WHEN entity_type = 'course_run' AND (starts_with(field, 'assigned_trainer_') OR starts_with(field, 'tpg_') OR field = 'assignment_source')
              THEN 'trainer.changed'
            ELSE entity_type || '.changed'
          END AS kind
        FROM written
      ) AS touched
      -- LIMIT keeps it a look-up by key, however many change sets there are.
      CROSS JOIN LATERAL (SELECT status, course_run_id FROM change_set WHERE id = touched.change_set_id LIMIT 1) AS change_set
      WHERE change_set.status = 'applied'
    ) AS told
    WHERE entity_id IS NOT NULL
  ) AS numbered
  GROUP BY provider_id, change_set_id, kind, part
  ORDER BY change_set_id, kind, part;
  IF FOUND THEN
    PERFORM pg_notify('rollcall_activity', '');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "change_activity" AFTER INSERT ON "change"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "activity_of_changes"();

CREATE FUNCTION "activity_of_new_incidents"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO activity (provider_id, kind, entity_ids)
  SELECT provider_id, 'incident.opened', array_agg(id ORDER BY id)
  FROM (SELECT id, provider_id, (row_number() OVER (PARTITION BY provider_id ORDER BY id) - 1) / 100 AS part FROM written WHERE status = 'open') AS opened
  GROUP BY provider_id, part ORDER BY provider_id, part;
  IF FOUND THEN
    PERFORM pg_notify('rollcall_activity', '');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "incident_opened_activity" AFTER INSERT ON "incident"
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "activity_of_new_incidents"();

CREATE FUNCTION "activity_of_incidents"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO activity (provider_id, kind, entity_ids)
  SELECT provider_id, kind, array_agg(id ORDER BY id)
  FROM (
    SELECT after.id, after.provider_id, kind, (row_number() OVER (PARTITION BY after.provider_id, kind ORDER BY after.id) - 1) / 100 AS part
    FROM written AS after JOIN overwritten AS before ON before.id = after.id
    CROSS JOIN LATERAL (VALUES
      (1, 'incident.repeated', after.occurrences > before.occurrences),
      (2, 'incident.noted', after.note IS DISTINCT FROM before.note),
      (3, 'incident.closed', after.status = 'closed' AND before.status <> 'closed'),
      (4, 'incident.opened', after.status = 'open' AND before.status <> 'open')
    ) AS told (place, kind, so)
    WHERE told.so
  ) AS numbered
  GROUP BY provider_id, kind, part ORDER BY provider_id, kind, part;
  IF FOUND THEN
    PERFORM pg_notify('rollcall_activity', '');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "incident_activity" AFTER UPDATE ON "incident"
  REFERENCING OLD TABLE AS overwritten NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "activity_of_incidents"();

-- Every event of a run updates its row, so the condition is asked before the function is called; transition tables cannot do that.
CREATE FUNCTION "activity_of_chain_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO activity (provider_id, kind, chain_log_id)
  VALUES (NEW.provider_id,
    CASE NEW.status WHEN 'running' THEN 'chain_run.started' WHEN 'awaiting_approval' THEN 'chain_run.awaiting_approval' ELSE 'chain_run.ended' END,
    NEW.id);
  PERFORM pg_notify('rollcall_activity', '');
  RETURN NULL;
END $$;
CREATE TRIGGER "chain_run_begun_activity" AFTER INSERT ON "task_chain_logs" FOR EACH ROW
  WHEN (NEW."status" <> 'queued') EXECUTE FUNCTION "activity_of_chain_run"();
-- A run that goes on after an approval has not started again.
CREATE TRIGGER "chain_run_activity" AFTER UPDATE OF "status" ON "task_chain_logs" FOR EACH ROW
  WHEN (OLD."status" IS DISTINCT FROM NEW."status" AND NEW."status" <> 'queued' AND NOT (NEW."status" = 'running' AND OLD."status" <> 'queued'))
  EXECUTE FUNCTION "activity_of_chain_run"();

-- How often somebody has looked at identifiers within the hour.
CREATE INDEX "audit_trail_reveals_idx" ON "audit_trail" ("actor_id", "created_at") WHERE "action" = 'learner.reveal_identifier';

-- Search of learners by any part of their name; without it every search would read all of them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "learner_name_trigram_idx" ON "learner" USING gin ("name" gin_trgm_ops);
-- Pages of enrolments, whatever the status.
CREATE INDEX "enrollment_provider_id_id_idx" ON "enrollment" ("provider_id", "id");
CREATE INDEX "enrollment_provider_id_enrolment_status_id_idx" ON "enrollment" ("provider_id", "enrolment_status", "id");
-- Runs of a trainer; history of a run.
CREATE INDEX "course_run_assigned_trainer_id_idx" ON "course_run" ("assigned_trainer_id");
CREATE INDEX "change_set_provider_id_course_run_id_idx" ON "change_set" ("provider_id", "course_run_id");
-- Learners by name.
CREATE INDEX "learner_provider_id_name_id_idx" ON "learner" ("provider_id", "name", "id");
