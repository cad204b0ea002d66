import { decideBlastRadius, recheckApproval } from '@rollcall/domain/chain/blast-radius';
import type { ApprovalCounts, StepResult } from '../../workflow/step-handler.js';
import { countHeld, type HeldTotals, sampleHeld } from './count-held.js';
import { runHeldLines } from './run-held-lines.js';
import type { SyncContext } from './sync-context.js';

const MOST_SAMPLES = 20;

export type GatePassage = { kind: 'passed' } | Extract<StepResult, { kind: 'awaiting_approval' }>;

/**
 * The gate before what a batch takes away (bug 49): within the provider's limits, or within what a person approved, the held
 * runs are read and planned again and written; beyond, all of them wait. Time passes between judging and writing, so a run
 * is written only as far as it was judged, and what has grown is judged anew. After an approval everything is counted anew
 * before the first write, for SSG may have gone on cancelling.
 */
export async function passBlastRadiusGate(context: SyncContext, approved: ApprovalCounts | null): Promise<GatePassage> {
  if (approved) await runHeldLines(context, 'count', (await countHeld(context)).lines);
  for (;;) {
    const totals = await countHeld(context);
    if (totals.lines === 0) return { kind: 'passed' };
    const sentence = whyNot(context, totals, approved);
    if (sentence !== null) {
      const { cancels, removals, touched } = totals;
      const samples = await sampleHeld(context, MOST_SAMPLES);
      return { kind: 'awaiting_approval', sentence, counts: { cancels, removals, touched }, samples };
    }
    await runHeldLines(context, 'write', totals.lines);
  }
}

/** Why a person must look first; null where nobody needs to. */
function whyNot({ provider }: SyncContext, totals: HeldTotals, approved: ApprovalCounts | null): string | null {
  const limits = { cancels: provider.maxCancels, cancelsPercent: provider.maxCancelsPercent, removals: 0 };
  const verdict = decideBlastRadius(totals, limits);
  if (verdict.kind === 'within') return null;
  if (!approved) return verdict.sentence;
  const recheck = recheckApproval({ approved, now: totals });
  return recheck.kind === 'apply' ? null : recheck.sentence;
}
