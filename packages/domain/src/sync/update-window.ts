import { addDays, type IsoDate, todayIn } from '../calendar/iso-date.js';

/** Days that a window reaches back beyond its watermark: SSG may show an update late, and dates have no time of day (bug 50). */
export const OVERLAP_DAYS = 2;

/** Beyond this age a watermark is not trusted, and everything is read. */
export const MAX_WATERMARK_AGE_DAYS = 14;

/** How far back cancellations are looked for where no earlier pass says less. */
export const RECONCILE_DAYS = 90;

const DAY_MS = 86_400_000;

/** SSG's dates are Singapore's, whatever zone the provider keeps. */
const SSG_TIME_ZONE = 'Asia/Singapore';

/** The dates between which SSG is asked for updates; both ends included. */
export interface UpdateWindow {
  from: IsoDate;
  to: IsoDate;
}

export interface WatermarkFacts {
  /** When the last fully successful pass began: its start, since what changed while it read may have escaped it. Epoch milliseconds. */
  lastSuccessAt: number | null;
  /** Epoch milliseconds. */
  now: number;
}

export type SyncWindowDecision = ({ kind: 'incremental'; reason: string } & UpdateWindow) | { kind: 'full'; reason: string };

/** Whether a sync may read updates only, and since when (bugs 50, 61). */
export function decideSyncWindow({ lastSuccessAt, now }: WatermarkFacts): SyncWindowDecision {
  if (lastSuccessAt === null) return { kind: 'full', reason: 'No sync has read everything yet, so everything is read.' };
  const { from, to } = windowSince(lastSuccessAt, now);
  if (now - lastSuccessAt > MAX_WATERMARK_AGE_DAYS * DAY_MS) {
    const began = todayIn(SSG_TIME_ZONE, lastSuccessAt);
    return {
      kind: 'full',
      reason: `The last complete sync began on ${began}, more than ${MAX_WATERMARK_AGE_DAYS} days ago, so everything is read.`,
    };
  }
  return { kind: 'incremental', from, to, reason: `SSG is asked for what it updated from ${from} to ${to}.` };
}

/** Between which dates of update cancellations are looked for (bug 15). A full pass looks back 90 days; no pass looks further. */
export function decideReconcileWindow(facts: WatermarkFacts & { mode: 'full' | 'incremental' }): UpdateWindow {
  const to = todayIn(SSG_TIME_ZONE, facts.now);
  const earliest = addDays(to, -RECONCILE_DAYS);
  if (facts.mode === 'full' || facts.lastSuccessAt === null) return { from: earliest, to };
  const { from } = windowSince(facts.lastSuccessAt, facts.now);
  return { from: from < earliest ? earliest : from, to };
}

function windowSince(watermark: number, now: number): UpdateWindow {
  return { from: addDays(todayIn(SSG_TIME_ZONE, watermark), -OVERLAP_DAYS), to: todayIn(SSG_TIME_ZONE, now) };
}
