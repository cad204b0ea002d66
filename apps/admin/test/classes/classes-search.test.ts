import { expect, test } from 'vitest';
import { classesSearch } from '~/classes/classes-search';
import { classesSentence } from '~/classes/classes-sentence';
import { hiddenBut } from '~/classes/column-words';
import { changedKeys } from '~/classes/use-changed-rows';

test('a dialog’s own parameters and empty ones are no part of the table’s state', () => {
  expect(classesSearch('id=a&status=PENDING&id=b&find=dan&q=&after=c')).toBe('status=PENDING&after=c');
});

test('a change of the table’s state leads to the first page', () => {
  expect(classesSearch('status=PENDING&after=c', { hide: 'end' })).toBe('status=PENDING&hide=end');
});

test('the columns that are not to be seen are to be hidden', () => {
  expect(hiddenBut(['run', 'start', 'status', 'type', 'mode', 'tpg', 'local', 'next', 'learners', 'issues'])).toBe('end vacancy');
});

test('the line above the table tells how many and from when to when', () => {
  expect(classesSentence(63, '2026-11-21', '2026-12-12')).toBe('63 classes from 21 Nov to 12 Dec 2026.');
  expect(classesSentence(5000, '2026-12-30', '2027-01-02')).toBe('5,000 classes from 30 Dec 2026 to 2 Jan 2027.');
  expect(classesSentence(1, '2026-11-21', '2026-11-21')).toBe('1 class on 21 Nov 2026.');
  expect(classesSentence(0, undefined, undefined)).toBe('No classes.');
});

test('rows that are new or another than before count as changed', () => {
  const before = new Map([
    ['a', '1'],
    ['b', '1'],
    ['gone', '1'],
  ]);
  const now = new Map([
    ['a', '1'],
    ['b', '2'],
    ['c', '1'],
  ]);
  expect([...changedKeys(before, now)]).toEqual(['b', 'c']);
});
