-- What people keep of the console's lists.
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "saved_view_provider_id_owner_id_page_name_key" ON "saved_view"("provider_id", "owner_id", "page", "name");
CREATE INDEX "saved_view_owner_id_idx" ON "saved_view"("owner_id");
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_provider_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "training_provider"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who the learner of an enrolment under review is, where a person has said so (bug 18).
ALTER TABLE "learner_review"
  ADD COLUMN "decided_learner_id" UUID,
  ADD COLUMN "decided_by" TEXT,
  ADD COLUMN "decision_reason" TEXT;
CREATE INDEX "learner_review_decided_learner_id_idx" ON "learner_review"("decided_learner_id");
ALTER TABLE "learner_review" ADD CONSTRAINT "learner_review_decided_learner_id_fkey" FOREIGN KEY ("decided_learner_id") REFERENCES "learner"("id") ON DELETE SET NULL ON UPDATE CASCADE;
