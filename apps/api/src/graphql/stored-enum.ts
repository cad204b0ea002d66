import { builder } from './builder.js';

/**
 * A GraphQL enum over words as the database stores them: `Admin Removed` is shown as `ADMIN_REMOVED`. Every word of the
 * domain's list must come with a description, so that a new one cannot be forgotten here.
 */
export function storedEnum<Word extends string>(
  name: string,
  words: readonly Word[],
  options: { description: string; words: Record<Word, string> },
) {
  const values = words.map((word): [string, { value: Word; description: string }] => [
    graphqlName(word),
    { value: word, description: options.words[word] },
  ]);
  const ref = builder.enumType(name, { description: options.description, values: Object.fromEntries(values) });
  /** The word of a column. Throws for one that the database's checks would not have let in. */
  const read = (stored: string): Word => {
    const word = words.find((candidate) => candidate === stored);
    if (word === undefined) throw new Error(`The database holds a ${name} that the API does not know: ${JSON.stringify(stored)}`);
    return word;
  };
  return { ref, read };
}

/** `Admin Removed` as `ADMIN_REMOVED`. */
export const graphqlName = (word: string): string => word.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
