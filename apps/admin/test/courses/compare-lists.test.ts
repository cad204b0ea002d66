import { expect, test } from 'vitest';
import { compareLists, type Entry, listsDiffer } from '~/courses/compare-lists';

const names = (...texts: string[]): Entry[] => texts.map((text) => ({ list: 'NAME_LIST', text }));
const fates = (before: Entry[], after: Entry[]) => compareLists(before, after).map(({ entry, fate }) => `${entry.text} ${fate}`);

test('S0.28 who joins and who leaves a list is told, and who only moves down for them stays', () => {
  expect(fates(names('Ana', 'Ben'), names('Cai', 'Ana'))).toEqual(['Cai joins', 'Ana stays', 'Ben leaves']);
});

test('two who change places both move', () => {
  expect(fates(names('Ana', 'Ben', 'Cai'), names('Ben', 'Ana', 'Cai'))).toEqual(['Ben moves', 'Ana moves', 'Cai stays']);
});

test('the same text on the other list is another entry', () => {
  const after: Entry[] = [{ list: 'EMAIL_LIST', text: 'ana@example.org' }];
  expect(fates(names('ana@example.org'), after)).toEqual(['ana@example.org joins', 'ana@example.org leaves']);
});

test('places are those in the order of asking', () => {
  const compared = compareLists(names('Ana', 'Ben'), names('Ben'));
  expect(compared.map(({ before, after }) => [before, after])).toEqual([
    [2, 1],
    [1, null],
  ]);
});

test('the same lists do not differ', () => {
  expect(listsDiffer(compareLists(names('Ana', 'Ben'), names('ana', 'Ben')))).toBe(false);
  expect(listsDiffer(compareLists(names('Ana'), names()))).toBe(true);
});
