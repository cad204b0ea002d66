import { foldName } from '../text/fold-name.js';

/**
 * A trainer's name as lists and users are compared: folded, and without the tags that planners put
 * behind a name, such as `Tan Wei Ming [WSQ]` or `(part-time)` (bug 9). Stored as `app_user.name_normalised`.
 */
export function normaliseName(text: string): string {
  return foldName(text.normalize('NFKC').replace(/\[[^\]]*\]|\([^)]*\)/gu, ' '));
}

/** The names of `course.trainers_list` in order, as written; blanks and repetitions dropped (S0.28, bug 9). */
export function parseTrainerNames(list: string | null): string[] {
  return firstOfEach(splitList(list), normaliseName);
}

/** The addresses of `course.trainers_email_list` in order, lower case; blanks and repetitions dropped (S0.27, bug 9). */
export function parseTrainerEmails(list: string | null): string[] {
  const addresses = splitList(list).map((entry) => (/<([^<>]+)>$/.exec(entry)?.[1] ?? entry).trim().toLowerCase());
  return firstOfEach(addresses, (address) => address);
}

/**
 * `|`, `;` and line breaks separate. A comma separates only where none of these occurs, for lists written
 * before there was a choice: it may belong to a name (`Tan, Wei Ming`), which double quotes then hold together.
 */
function splitList(list: string | null): string[] {
  const text = list ?? '';
  const entries = /[|;\r\n]/.test(text) ? text.split(/[|;\r\n]+/) : (text.match(/\s*"[^"]*"\s*|[^,]+/g) ?? []);
  return entries.map((entry) =>
    entry
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/\s+/gu, ' ')
      .trim(),
  );
}

function firstOfEach(entries: readonly string[], keyOf: (entry: string) => string): string[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const key = keyOf(entry);
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
