import { InvalidArgumentError } from 'commander';

/** A commander parser for words out of a list, with commas between; each once. */
export function namedChoices<Word extends string>(words: readonly Word[]): (text: string) => Word[] {
  return (text) => {
    const given = text
      .split(',')
      .map((word) => word.trim().toLowerCase())
      .filter(Boolean);
    const unknown = given.filter((word) => !words.some((known) => known === word));
    if (unknown.length > 0) throw new InvalidArgumentError(`"${unknown.join('", "')}" is none of: ${words.join(', ')}.`);
    return words.filter((word) => given.includes(word));
  };
}
