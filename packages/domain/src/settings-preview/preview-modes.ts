import { type ModeProfile, mapModeOfTraining } from '../course-run/mode-of-learning.js';

/** Runs that have the same code and the same word. */
export interface ModeGroup {
  modeOfTrainingCode: string | null;
  modeOfLearning: string;
  runs: number;
  /** Row ids of the first of them, by start date. */
  firstIds: readonly string[];
}

export interface ModeChange {
  modeOfTrainingCode: string | null;
  before: string;
  after: string;
  runs: number;
  firstIds: readonly string[];
  /** What to know about the new word, where it is a fallback or contradicts SSG's table (X23). */
  notice: string | null;
}

export interface ModePreview {
  changes: ModeChange[];
  changedRuns: number;
  unchangedRuns: number;
  /** Runs whose word stays because SSG's code was never kept. */
  unknownCodeRuns: number;
}

/**
 * Which modes of learning another mapping profile gives (S0.24, X23). A run gets its new word when a sync next writes it. One
 * without a code is not judged: what SSG would send is not known here.
 */
export function previewModes(groups: readonly ModeGroup[], then: ModeProfile): ModePreview {
  const known = groups.filter(({ modeOfTrainingCode }) => modeOfTrainingCode !== null);
  const changes = known.flatMap(({ modeOfTrainingCode, modeOfLearning: before, runs, firstIds }): ModeChange[] => {
    const { modeOfLearning: after, notices } = mapModeOfTraining(modeOfTrainingCode, then);
    return after === before ? [] : [{ modeOfTrainingCode, before, after, runs, firstIds, notice: notices[0]?.message ?? null }];
  });
  return {
    changes,
    changedRuns: count(changes),
    unchangedRuns: count(known) - count(changes),
    unknownCodeRuns: count(groups) - count(known),
  };
}

const count = (some: readonly { runs: number }[]): number => some.reduce((total, { runs }) => total + runs, 0);
