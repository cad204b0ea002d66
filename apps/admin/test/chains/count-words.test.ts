import { expect, test } from 'vitest';
import { countWords } from '~/chains/count-words';

test('counts are told in words, zeros are not', () => {
  expect(countWords({ skipped: 0, activated: 2, enrolmentsStamped: 1100, callsMade: 7 })).toEqual([
    '2 activated',
    '1,100 enrolments stamped',
  ]);
});

test('changes are counted by kind', () => {
  expect(countWords({ 'enrolment.create': 3, 'course_run.update': 1, activated_pending: 2, updatedAtSsg: 593 })).toEqual([
    '3 enrolments created',
    '1 course run updated',
    '2 activated pending',
    '593 updated at SSG',
  ]);
});

test.each([null, undefined, 'none', 3, { name: 'text' }])('%j counts nothing', (counts) => {
  expect(countWords(counts)).toEqual([]);
});
