export interface Entry {
  list: 'EMAIL_LIST' | 'NAME_LIST';
  text: string;
}

/** What becomes of an entry when the lists are saved. */
export type EntryFate = 'joins' | 'stays' | 'moves' | 'leaves';

export interface ComparedEntry<Of extends Entry> {
  entry: Of;
  fate: EntryFate;
  /** Its place in the order of asking, from 1; null where it was not, or will not be, listed. */
  before: number | null;
  after: number | null;
}

const keyOf = ({ list, text }: Entry): string => `${list} ${text.toLowerCase()}`;

/**
 * Two readings of a course's lists, side by side: the new ones in their order, then those that leave. An entry moves where its
 * place among those that stay is another one, not where somebody before it joined or left.
 */
export function compareLists<Of extends Entry>(before: readonly Of[], after: readonly Of[]): ComparedEntry<Of>[] {
  const then = new Map(before.map((entry, index) => [keyOf(entry), index + 1]));
  const now = new Set(after.map(keyOf));
  const kept = after.filter((entry) => then.has(keyOf(entry)));
  const keptBefore = before.filter((entry) => now.has(keyOf(entry))).map(keyOf);
  const compared = after.map((entry, index): ComparedEntry<Of> => {
    const place = then.get(keyOf(entry)) ?? null;
    const moves = place !== null && keptBefore[kept.indexOf(entry)] !== keyOf(entry);
    return { entry, fate: place === null ? 'joins' : moves ? 'moves' : 'stays', before: place, after: index + 1 };
  });
  const leaving = before.filter((entry) => !now.has(keyOf(entry)));
  return [
    ...compared,
    ...leaving.map(
      (entry): ComparedEntry<Of> => ({ entry, fate: 'leaves', before: then.get(keyOf(entry)) ?? null, after: null }),
    ),
  ];
}

/** Whether anything of it is another than before. */
export const listsDiffer = (compared: readonly ComparedEntry<Entry>[]): boolean => compared.some(({ fate }) => fate !== 'stays');
