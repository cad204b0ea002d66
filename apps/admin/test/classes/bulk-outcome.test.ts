import { expect, test } from 'vitest';
import { bulkRows } from '~/classes/bulk-outcome.server';

test('each answer goes with the run in its place, done or not', () => {
  const failure = {
    __typename: 'RefusedError' as const,
    code: 'REFUSED',
    message: 'It is over.',
    remedy: 'Choose another.',
    path: [],
  };
  const success = { __typename: 'CourseRunSetClassStatusSuccess' as const, changed: true, warnings: [] };
  const rows = bulkRows(['a', 'b', 'c'], [success, failure]);
  expect(rows.map(({ id, fault }) => [id, fault?.message ?? null])).toEqual([
    ['a', null],
    ['b', 'It is over.'],
    // An answer that is missing is no success.
    ['c', 'The act failed.'],
  ]);
});
