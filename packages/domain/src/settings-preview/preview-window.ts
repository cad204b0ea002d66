import type { IsoDate } from '../calendar/iso-date.js';
import { decideWindow, windowEnd } from '../course-run/window.js';

/** A run known here, as far as the window looks at it. */
export interface WindowRun {
  id: string;
  startDate: IsoDate;
}

export interface WindowPreview {
  /** Last days of the window, included. */
  endNow: IsoDate;
  endThen: IsoDate;
  /** Runs in the window. */
  runsNow: number;
  runsThen: number;
  /** Row ids of runs that only the other threshold has in the window, by start date. */
  entering: string[];
  leaving: string[];
}

/** What another threshold does to the window of the sync (S0.8-S0.11). Only runs known here are told of: SSG may list more. */
export function previewWindow(today: IsoDate, now: number, then: number, runs: readonly WindowRun[]): WindowPreview {
  const inWindow = (thresholdDays: number) => {
    return new Set(runs.filter(({ startDate }) => decideWindow(startDate, { today, thresholdDays }).inWindow));
  };
  const [before, after] = [inWindow(now), inWindow(then)];
  const idsOnlyIn = (here: Set<WindowRun>, there: Set<WindowRun>) =>
    [...here].filter((run) => !there.has(run)).map(({ id }) => id);
  return {
    endNow: windowEnd(today, now),
    endThen: windowEnd(today, then),
    runsNow: before.size,
    runsThen: after.size,
    entering: idsOnlyIn(after, before),
    leaving: idsOnlyIn(before, after),
  };
}
