import { type ModeProfile, mapModeOfTraining } from '@rollcall/domain/course-run/mode-of-learning';

export interface ModeWords {
  code: string;
  tms: string;
  official: string;
  /** What to know where the two tables disagree about the code; null where they do not. */
  notice: string | null;
}

const CODES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
const word = (code: string, profile: ModeProfile) => mapModeOfTraining(code, profile);

/** How each of SSG's codes is read by either profile (S0.24, X23). */
export const modeWords = (): ModeWords[] =>
  CODES.map((code) => {
    const tms = word(code, 'tms');
    return {
      code,
      tms: tms.modeOfLearning,
      official: word(code, 'ssg-official').modeOfLearning,
      notice: tms.notices[0]?.message ?? null,
    };
  });
