import { decideBlastRadius, recheckApproval } from '@rollcall/domain/chain/blast-radius';
import { decideReconcileWindow } from '@rollcall/domain/sync/update-window';
import { applyCancellations } from '../../modules/reconcile/apply-cancellations.js';
import { findLastReconcile } from '../../modules/reconcile/last-reconcile.js';
import { planReconcile, type ReconcilePlan } from '../../modules/reconcile/plan-reconcile.js';
import { type EndedEnrolments, readEndedEnrolments } from '../../modules/reconcile/read-ended-enrolments.js';
import { countEnrolmentsInScope, type ReconcileScope, reconcileScope } from '../../modules/reconcile/reconcile-scope.js';
import type { ProviderSettings } from '../../modules/training-providers/find-provider.js';
import { retryWhenStale } from '../../persistence/transaction.js';
import type { ApprovalCounts, ApprovalSample, StepContext, StepHandler, StepResult } from '../../workflow/step-handler.js';
import { providerOf } from './provider-of.js';
import { stepFailureOf } from './sync-failure.js';

const MOST_SAMPLES = 20;

/**
 * Learners who leave after their run has begun, or long before it begins, are in runs that no sync reads (bug 15): their ends
 * are taken over from SSG's updates, and nothing else is. All of them are known before the first is written, and more than
 * the provider's limits allow wait for a person (bug 49). Repeatable: an end that is here is not taken over again.
 */
export const reconcileCancellationsStep: StepHandler = async (context) => {
  const provider = providerOf(context);
  const scope = reconcileScope(provider, context.run.today);
  const { ended, callsMade } = await readFromSsg(context, provider, scope);
  return retryWhenStale(() => planAndApply(context, provider, scope, ended, callsMade));
};

async function readFromSsg(
  context: StepContext,
  provider: ProviderSettings,
  scope: ReconcileScope,
): Promise<{ ended: EndedEnrolments; callsMade: number }> {
  const { deps, run, step, signal } = context;
  const lastSuccessAt = await findLastReconcile(deps.database.pool, provider.id, step.name);
  const window = decideReconcileWindow({ mode: run.mode, lastSuccessAt, now: deps.now() });
  await context.note(`SSG is asked for enrolments that it updated from ${window.from} to ${window.to}.`, { ...window });
  let callsMade = 0;
  const client = deps.ssg.clientFor(provider, { onCall: () => void callsMade++ });
  const onRunRead = (done: number, total: number) => context.progress({ done, total, callsMade });
  try {
    const ended = await readEndedEnrolments({ deps, provider, client, scope, signal, onRunRead }, window);
    context.progress({ done: ended.updated, total: ended.updated, callsMade });
    return { ended, callsMade };
  } catch (error) {
    signal.throwIfAborted();
    throw stepFailureOf(error, context, provider);
  } finally {
    await client.close();
  }
}

async function planAndApply(
  context: StepContext,
  provider: ProviderSettings,
  scope: ReconcileScope,
  ended: EndedEnrolments,
  callsMade: number,
): Promise<StepResult> {
  const { deps, run, signal } = context;
  const plan = await planReconcile(deps.database.pool, scope, ended);
  const touched = await countEnrolmentsInScope(deps.database.pool, scope);
  const counts = { updatedAtSsg: ended.updated, skipped: plan.skipped, touched, callsMade };
  const cancels = plan.cancellations.length;
  if (run.dryRun)
    return {
      kind: 'completed',
      counts: { ...counts, wouldCancel: cancels },
      message: `Dry run: ${sentence(cancels)} would be taken over.`,
      output: { sample: samplesOf(plan) },
    };
  const waits = whyNot(context, provider, { cancels, removals: 0, touched });
  if (waits !== null)
    return { kind: 'awaiting_approval', sentence: waits, counts: { cancels, removals: 0, touched }, samples: samplesOf(plan) };
  signal.throwIfAborted();
  if (cancels > 0)
    await context.inTransaction((transaction) =>
      applyCancellations(transaction, { providerId: provider.id, newId: deps.newId }, plan.cancellations),
    );
  return { kind: 'completed', counts: { ...counts, cancelled: cancels }, message: `${sentence(cancels)} taken over from SSG.` };
}

/** Why a person must look first (bug 49); null where nobody needs to, or where somebody has. */
function whyNot({ step }: StepContext, provider: ProviderSettings, counts: ApprovalCounts): string | null {
  const limits = { cancels: provider.maxCancels, cancelsPercent: provider.maxCancelsPercent, removals: 0 };
  const verdict = decideBlastRadius(counts, limits);
  if (verdict.kind === 'within') return null;
  if (step.approved === null) return verdict.sentence;
  const recheck = recheckApproval({ approved: step.approved.counts, now: counts });
  return recheck.kind === 'apply' ? null : recheck.sentence;
}

const samplesOf = ({ cancellations }: ReconcilePlan): ApprovalSample[] =>
  cancellations.slice(0, MOST_SAMPLES).map(({ ssgRunId, change, before }) => ({
    entity: 'enrolment',
    key: `${ssgRunId} ${change.key}`,
    before,
    after: change.after.status,
    reason: change.reason,
  }));

const sentence = (cancels: number): string => (cancels === 1 ? '1 cancellation' : `${cancels} cancellations`);
