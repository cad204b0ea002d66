import { expect, test } from 'vitest';
import { findOverlaps } from '~/trainers/overlaps';
import { TrainerFilters, withWholeSpan } from '~/trainers/trainer-filters';

const run = (ssgRunId: string, startDate: string, endDate: string) => ({ ssgRunId, startDate, endDate });

test('two runs with a common day overlap on that day, both ends included', () => {
  const [only, ...others] = findOverlaps([run('B', '2026-11-28', '2026-11-30'), run('A', '2026-11-27', '2026-11-28')]);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ first: { ssgRunId: 'A' }, second: { ssgRunId: 'B' }, from: '2026-11-28', to: '2026-11-28' });
});

test('a run after another does not overlap it', () => {
  expect(findOverlaps([run('A', '2026-11-27', '2026-11-28'), run('B', '2026-11-29', '2026-11-30')])).toEqual([]);
});

test('a long run overlaps every short one within it, also behind one that does not overlap the next', () => {
  const found = findOverlaps([
    run('long', '2026-11-01', '2026-11-30'),
    run('early', '2026-11-02', '2026-11-03'),
    run('late', '2026-11-20', '2026-11-21'),
  ]);
  expect(found.map(({ first, second }) => `${first.ssgRunId} ${second.ssgRunId}`)).toEqual(['long early', 'long late']);
});

const read = (given: object) => withWholeSpan({ values: TrainerFilters.parse(given), dropped: [] });

test('a last day without a first one, or before it, falls away and is told', () => {
  expect(read({ freeTo: '2026-11-28' })).toMatchObject({ dropped: [{ name: 'freeTo', value: '2026-11-28' }] });
  const backwards = read({ freeFrom: '2026-11-29', freeTo: '2026-11-28' });
  expect(backwards.values).toMatchObject({ freeFrom: '2026-11-29' });
  expect(backwards.values.freeTo).toBeUndefined();
  expect(read({ freeFrom: '2026-11-28', freeTo: '2026-11-28' }).dropped).toEqual([]);
});
