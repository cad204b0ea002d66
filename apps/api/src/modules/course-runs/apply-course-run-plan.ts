import type { CourseRunPlan, CourseRunState } from '@rollcall/domain/course-run/plan';
import type { LearnerReference } from '@rollcall/domain/learner/learner';
import type { Pool } from 'pg';
import type { IdentifierVault } from '../../identifiers/identifier-vault.js';
import { inTransaction } from '../../persistence/transaction.js';
import type { ChangeSetHeader, WrittenEntity } from '../audit/record-changes.js';
import { writeEnrolments } from '../enrolments/write-enrolments.js';
import type { Trainee } from '../learners/trainee.js';
import { writeLearnerReviews } from '../learners/write-learner-reviews.js';
import { writeLearners } from '../learners/write-learners.js';
import type { Batch } from '../sync/batch-row.js';
import { closeLine, type LineResult, type SsgFacts } from '../sync/log-line.js';
import { writeCourseRun } from './write-course-run.js';

/** SSG's enrolment while a sync holds it: what a row needs beyond the plan. */
export interface EnrolmentSource {
  trainee: Trainee;
  /** SSG's payload as JSON text with identifiers masked; made only where it is written. */
  rawData: () => string;
}

export interface CourseRunApplication {
  pool: Pool;
  vault: IdentifierVault;
  newId: () => string;
  batch: Batch;
  line: { id: string; ssgRunId: string };
  provider: { id: string; sealIdentifiers: boolean };
  courseId: string;
  ssg: SsgFacts;
  state: CourseRunState;
  plan: CourseRunPlan;
  /** By reference number. */
  sources: ReadonlyMap<string, EnrolmentSource>;
}

/**
 * Writes one run's plan: rows, change set, audit, reviews and log line in one transaction, in a number of statements
 * that does not depend on the enrolments (S0.35, bugs 24, 32). A plan without changes writes its log line only.
 * Throws `StaleStateError` when a row moved on since the plan was made, `BatchLostError` when the batch did.
 */
export async function applyCourseRunPlan(application: CourseRunApplication): Promise<void> {
  const { pool, batch, line, plan, state } = application;
  const result: LineResult = {
    status: plan.outcome,
    touched: plan.touched,
    before: state.courseRun && { startDate: state.courseRun.startDate, endDate: state.courseRun.endDate },
    decisions: { skips: plan.skips, notices: plan.notices },
    ssg: application.ssg,
    error: null,
  };
  if (!writesRows(plan)) return closeLine(pool, batch, line.id, result);
  await inTransaction(pool, async (transaction) => {
    const entities = await writePlan(application, transaction);
    const providerId = application.provider.id;
    const header: ChangeSetHeader = {
      id: application.newId(),
      providerId,
      batchId: batch.id,
      ssgRunId: line.ssgRunId,
      phase: 'sync',
    };
    await writeLearnerReviews(transaction, header, plan.reviews, application.sources);
    await closeLine(transaction, batch, line.id, result, { header, entities });
  });
}

const writesRows = (plan: CourseRunPlan): boolean =>
  plan.courseRun !== null || plan.learners.length > 0 || plan.enrolments.length > 0 || plan.reviews.length > 0;

type Transaction = Parameters<typeof writeCourseRun>[0];

/** The domain rows, in the order of their foreign keys: run, learners, enrolments. */
async function writePlan(application: CourseRunApplication, transaction: Transaction): Promise<WrittenEntity[]> {
  const { plan, provider, courseId, state, newId, sources } = application;
  const written: WrittenEntity[] = [];
  const courseRunId = plan.courseRun?.target?.id ?? state.courseRun?.id ?? newId();
  if (plan.courseRun) {
    await writeCourseRun(transaction, plan.courseRun, { id: courseRunId, providerId: provider.id, courseId });
    written.push({
      entityType: 'course_run',
      entityId: courseRunId,
      action: plan.courseRun.action,
      fields: plan.courseRun.fields,
    });
  }

  const learners = plan.learners.map((change) => ({
    change,
    id: change.target?.id ?? newId(),
    trainee: sourceOf(sources, change.key).trainee,
    identified: change.identifierFrom === null ? null : sourceOf(sources, change.identifierFrom).trainee,
  }));
  await writeLearners(transaction, provider.id, learners, application.vault, provider.sealIdentifiers);
  written.push(
    ...learners.map(({ change, id }) => ({
      entityType: 'learner' as const,
      entityId: id,
      action: change.action,
      fields: change.fields,
    })),
  );

  const learnerIds = new Map(learners.map(({ change, id }) => [change.key, id]));
  const enrolments = plan.enrolments.map((change) => ({
    change,
    id: change.target?.id ?? newId(),
    learnerId: learnerIdOf(change.learner, learnerIds),
    rawData: sources.get(change.key)?.rawData() ?? null,
  }));
  await writeEnrolments(transaction, { providerId: provider.id, courseId, courseRunId }, enrolments);
  written.push(
    ...enrolments.map(({ change, id }) => ({
      entityType: 'enrolment' as const,
      entityId: id,
      action: change.action,
      fields: change.fields,
    })),
  );
  return written;
}

function learnerIdOf(reference: LearnerReference, created: ReadonlyMap<string, string>): string {
  if (reference.kind === 'existing') return reference.id;
  const id = created.get(reference.key);
  if (id === undefined) throw new Error(`The plan enrols a new learner (${reference.key}) whom it does not create.`);
  return id;
}

function sourceOf(sources: ReadonlyMap<string, EnrolmentSource>, referenceNumber: string): EnrolmentSource {
  const source = sources.get(referenceNumber);
  if (!source) throw new Error(`The plan writes a learner for ${referenceNumber}, which SSG did not send.`);
  return source;
}
