import type { SyncOptions } from '../../modules/sync/begin-sync.js';
import { type DryRunUnit, dryRunSync, type PlannedChangeView } from '../../modules/sync/dry-run.js';
import { INACTIVE_STATUSES, LIVE_STATUSES } from '../../modules/sync/held-back.js';
import type { StepContext, StepResult } from '../../workflow/step-handler.js';
import { providerOf } from './provider-of.js';
import { stepFailureOf } from './sync-failure.js';

const MOST_SAMPLES = 50;

type SampledChange = PlannedChangeView & { ssgRunId: string | null };

/** The chain's dry run is a dry run of the sync from end to end: reads everything, whatever the mode, and writes nothing. */
export async function findRunsDryRun(context: StepContext): Promise<StepResult> {
  const provider = providerOf(context);
  const input = { providerId: provider.id, trigger: 'schedule' as const, today: context.run.today };
  const options: SyncOptions = {
    signal: context.signal,
    onProgress: ({ done, total, callsMade, callsPredicted }) => context.progress({ done, total, callsMade, callsPredicted }),
  };
  const counts: Record<string, number> = { runs: 0, errors: 0, cancels: 0 };
  const sample: SampledChange[] = [];
  try {
    for await (const unit of dryRunSync(context.deps, input, options)) {
      countUnit(counts, unit);
      sample.push(
        ...unit.changes.slice(0, MOST_SAMPLES - sample.length).map((change) => ({ ...change, ssgRunId: unit.ssgRunId })),
      );
    }
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw stepFailureOf(error, context, provider);
  }
  const { runs, errors = 0, cancels } = counts;
  const message = `Dry run: ${runs} runs read, ${errors} with an error; ${cancels} enrolments would be cancelled. Nothing was written.`;
  return { kind: 'completed', counts, warnings: errors, message, output: { counts, sample } };
}

/** Adds a unit to the counts; changes are counted as change sets count them, `enrolment.create`. */
function countUnit(counts: Record<string, number>, { ssgRunId, outcome, changes }: DryRunUnit): void {
  const add = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  if (ssgRunId !== null) add('runs');
  if (outcome === 'error') add('errors');
  for (const change of changes) {
    add(`${change.entity}.${change.action}`);
    if (isCancellation(change)) add('cancels');
  }
}

const isCancellation = ({ fields }: PlannedChangeView): boolean =>
  fields.some(
    ({ field, before, after }) =>
      field === 'enrolment_status' &&
      LIVE_STATUSES.some((live) => live === before) &&
      INACTIVE_STATUSES.some((word) => word === after),
  );
