import type { TrainerNoticeCode } from '../change/change.js';
import { resolveTrainerByEmail, resolveTrainerByName, type TrainerResolution } from './resolve-trainer.js';
import type { TrainerUser } from './trainer.js';
import { parseTrainerEmails, parseTrainerNames } from './trainer-lists.js';

/** One entry of a trainer list, and whom it means. */
export interface TrainerListEntry {
  list: 'email_list' | 'name_list';
  /** As written, blanks aside; an address in lower case. */
  text: string;
  trainer: { id: string; name: string; email: string } | null;
  /** Why nobody certain is meant; null where somebody is. */
  problem: { code: TrainerNoticeCode; message: string } | null;
}

/** How the two trainer lists of a course are read, entry by entry in order (S0.27, S0.28, bug 9). */
export function readTrainerLists(
  course: { trainersEmailList: string | null; trainersList: string | null },
  users: readonly TrainerUser[],
): TrainerListEntry[] {
  return [
    ...parseTrainerEmails(course.trainersEmailList).map((text) =>
      entryOf('email_list', text, resolveTrainerByEmail(text, users)),
    ),
    ...parseTrainerNames(course.trainersList).map((text) => entryOf('name_list', text, resolveTrainerByName(text, users))),
  ];
}

function entryOf(list: TrainerListEntry['list'], text: string, resolution: TrainerResolution): TrainerListEntry {
  if (resolution.kind === 'unresolved') {
    const { code, message } = resolution;
    return { list, text, trainer: null, problem: { code, message } };
  }
  const { id, name, email } = resolution.user;
  return { list, text, trainer: { id, name, email }, problem: null };
}
