/**
 * A person's name for comparison: Unicode compatibility form, lower case, single spaces.
 * Nothing is left out, so two people who share an e-mail address and differ in one word stay two people (bug 18).
 */
export function foldName(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
