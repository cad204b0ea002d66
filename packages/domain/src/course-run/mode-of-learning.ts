import type { Notice } from '../change/change.js';
import type { RuleId } from '../change/rules.js';

/** How SSG's mode codes are read: by the provider's own table (S0.24) or by SSG's (X23). */
export const MODE_PROFILES = ['tms', 'ssg-official'] as const;
export type ModeProfile = (typeof MODE_PROFILES)[number];

/** What is said of a mode that the profile's table does not know (S0.24, bug 21). */
export const FALLBACK_MODE = 'Physical';

/** SSG's own table (`ssg-api.md` §9.1). Code 10 is inferred there from the public data set. */
const SSG_OFFICIAL_MODES: ReadonlyMap<string, string> = new Map([
  ['1', 'Classroom'],
  ['2', 'Asynchronous eLearning'],
  ['3', 'In-house'],
  ['4', 'On-the-Job'],
  ['5', 'Practical / Practicum'],
  ['6', 'Supervised Field'],
  ['7', 'Traineeship'],
  ['8', 'Assessment'],
  ['9', 'Synchronous eLearning'],
  ['10', 'Work-based Learning'],
]);

/** The source document's table, which is the acceptance rule (S0.24). */
const TMS_MODES: ReadonlyMap<string, string> = new Map([
  ['1', 'Physical'],
  ['2', 'Online'],
  ['3', 'On the Job'],
  ['4', 'Hybrid'],
  ['5', 'Practical'],
]);

const MODES: Record<ModeProfile, ReadonlyMap<string, string>> = { tms: TMS_MODES, 'ssg-official': SSG_OFFICIAL_MODES };

/** Codes where the two tables mean different things, and do not merely use different words (X23). */
const TMS_CONTRADICTS_SSG: ReadonlySet<string> = new Set(['3', '4']);

export interface ModeDecision {
  modeOfLearning: string;
  rule: Extract<RuleId, 'S0.24 mode-of-learning' | 'bug 21 unknown-mode'>;
  /** Without a key: the caller knows which run they concern. */
  notices: Omit<Notice, 'key'>[];
}

/**
 * The mode of learning for SSG's `modeOfTraining` code (S0.24).
 * A code the profile does not know becomes `Physical` and says so (bug 21); a code that SSG itself names
 * differently says that too (X23), because a live online class shown as Physical sends people to an empty room.
 */
export function mapModeOfTraining(code: string | null, profile: ModeProfile): ModeDecision {
  const known = code === null ? undefined : MODES[profile].get(code);
  const official = code === null ? undefined : SSG_OFFICIAL_MODES.get(code);
  if (known === undefined) {
    return { modeOfLearning: FALLBACK_MODE, rule: 'bug 21 unknown-mode', notices: [fallbackNotice(code, official)] };
  }
  const contradicts = profile === 'tms' && code !== null && TMS_CONTRADICTS_SSG.has(code);
  return {
    modeOfLearning: known,
    rule: 'S0.24 mode-of-learning',
    notices: contradicts
      ? [
          {
            rule: 'X23 mode-profiles-disagree',
            message: `Mode code ${code} is "${known}" by the mapping profile in use, but "${official}" by SSG's own table.`,
          },
        ]
      : [],
  };
}

function fallbackNotice(code: string | null, official: string | undefined): Omit<Notice, 'key'> {
  if (official !== undefined) {
    return {
      rule: 'X23 mode-profiles-disagree',
      message: `Mode code ${code} is "${official}" by SSG's own table; the mapping profile in use has no word for it and shows "${FALLBACK_MODE}".`,
    };
  }
  const what = code === null ? 'SSG sent no mode code' : `SSG sent the mode code "${code}", which no profile knows`;
  return { rule: 'bug 21 unknown-mode', message: `${what}; "${FALLBACK_MODE}" is shown.` };
}
