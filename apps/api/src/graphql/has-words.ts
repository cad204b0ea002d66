/** As many characters of a word as the database keeps beginnings of (`word_beginnings` in the migrations). */
const LONGEST_BEGINNING = 20;
/** Blanks and ASCII's signs, as there: every other character is part of a word. */
const ENDS_OF_WORDS = /[\t\n\r !"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]+/;

/**
 * A Prisma filter for the beginnings of a text's words: it has all the words that are searched for, or words that begin so,
 * in any order and whatever the case. Signs alone are found nowhere, and blanks alone everywhere.
 */
export function hasWords(text: string): { hasEvery: string[] } {
  const words = text.toLowerCase().split(ENDS_OF_WORDS).filter(Boolean);
  const searched = words.length === 0 && text.trim() !== '' ? [text.trim()] : words;
  return { hasEvery: [...new Set(searched.map((word) => [...word].slice(0, LONGEST_BEGINNING).join('')))] };
}
