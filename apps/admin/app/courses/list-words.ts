import type { ListEntry } from './course-facts.server';

/** How the two lists of a course are called. */
export const LIST_WORDS: Record<ListEntry['list'], string> = {
  EMAIL_LIST: 'E-mail addresses',
  NAME_LIST: 'Names',
};
