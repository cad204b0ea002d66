import { expect, test } from 'vitest';
import { splitMoments, whatChangesNext } from '~/course-runs/next-writer';
import { resolvedWords } from '~/course-runs/resolved-words';
import { movedOrder, orderOf, orderText } from '~/course-runs/trainer-order';
import { valueText } from '~/ui/recorded-value';
import { fieldWord } from '~/words/field-words';

test('S0.17 what an admin removed is changed by an admin only', () => {
  expect(whatChangesNext('status', 'ADMIN', 'Admin Removed')).toContain('Only an admin');
  expect(whatChangesNext('status', 'SSG', 'Confirmed')).toContain('next sync');
});

test('S0.23 no sync touches the class status', () => {
  expect(whatChangesNext('classStatus', 'ADMIN', 'Pending')).toContain('No sync touches it');
});

test('a field that is a word of the language itself is no known field', () => {
  expect(whatChangesNext('constructor', null, null)).toContain('next sync');
});

test('moments of a sentence stand apart', () => {
  expect(splitMoments('Written at 2026-11-21T18:57:53Z by X.')).toEqual([
    { text: 'Written at ', isMoment: false },
    { text: '2026-11-21T18:57:53Z', isMoment: true },
    { text: ' by X.', isMoment: false },
  ]);
  expect(splitMoments('No moment.')).toEqual([{ text: 'No moment.', isMoment: false }]);
});

test('an order moves one place, and not over its ends', () => {
  expect(movedOrder(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(movedOrder(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
  expect(movedOrder(['a', 'b'], 0, -1)).toBeNull();
  expect(movedOrder(['a', 'b'], 1, 1)).toBeNull();
  expect(orderOf(orderText(['a', 'b']))).toEqual(['a', 'b']);
  expect(orderOf('')).toEqual([]);
});

test('a dry run says what it would do, the act what it did', () => {
  const found = { outcome: 'EMAIL_LIST' as const, trainer: { name: 'Daniel Oh', email: 'daniel.oh@example.org' } };
  expect(resolvedWords(found, false)).toBe('It would assign Daniel Oh, for the course’s e-mail list names them first.');
  expect(resolvedWords(found, true)).toMatch(/^Daniel Oh is assigned/);
  expect(resolvedWords({ outcome: 'KEPT', trainer: null }, true)).toContain('keeps them');
});

test('recorded values and columns are told in words', () => {
  expect(valueText('2026-11-22')).toBe('Sun 22 Nov 2026');
  expect(valueText('email_list')).toBe('email list');
  expect(valueText('a_b@example.org')).toBe('a_b@example.org');
  expect(valueText({ name: 'A', email: null })).toBe('A');
  expect(valueText({ name: null })).toBeNull();
  expect(valueText(false)).toBe('no');
  expect(fieldWord('classStatus')).toBe(fieldWord('class_status'));
  expect(fieldWord('brand_new')).toBe('Brand new');
});
