import { expect, test } from 'vitest';
import { keepSame } from '../../app/ui/keep-same';

const page = () => ({
  filters: { q: 'a', hide: ['mode'] },
  rows: [
    { id: 1, course: { title: 'Invented' } },
    { id: 2, course: null },
  ],
});

test('what holds the same is the very same', () => {
  const before = page();
  expect(keepSame(before, page())).toBe(before);
});

test('of what changed, the parts that did not are the very same', () => {
  const before = page();
  const next = page();
  next.rows.reverse();
  const [, first] = before.rows;
  next.rows.splice(0, 1, { id: 2, course: { title: 'Another' } });
  const kept = keepSame(before, next);
  expect(kept).toEqual(next);
  expect(kept).not.toBe(before);
  expect(kept.filters).toBe(before.filters);
  expect(kept.rows).not.toBe(before.rows);
  expect(first).toEqual({ id: 2, course: null });
});

test('a list that grew or shrank keeps its rows', () => {
  const before = page();
  const more = { ...page(), rows: [...page().rows, { id: 3, course: null }] };
  const kept = keepSame(before, more);
  expect(kept.rows[0]).toBe(before.rows[0]);
  expect(kept.rows).toHaveLength(3);
  const fewer = keepSame(kept, { ...page(), rows: page().rows.slice(0, 1) });
  expect(fewer.rows).toEqual([before.rows[0]]);
  expect(fewer.rows[0]).toBe(before.rows[0]);
});

test.each([
  [{ one: 1 }, { one: 1, two: undefined }],
  [{ one: undefined }, {}],
  [{ one: undefined }, { two: undefined }],
  [[1], { 0: 1 }],
  [{}, []],
  [null, {}],
  [{}, null],
  ['a', 'b'],
  [{ at: new Date(0) }, { at: new Date(0) }],
])('%o is not %o', (before: unknown, next: unknown) => {
  const kept = keepSame(before, next);
  expect(kept).not.toBe(before);
  expect(kept).toStrictEqual(next);
});

test('what is not plain is never looked into', () => {
  const [one, other] = [Promise.resolve(1), Promise.resolve(1)];
  expect(keepSame({ later: one }, { later: other }).later).toBe(other);
  const same = { later: one };
  expect(keepSame(same, { later: one })).toBe(same);
});
