import { expect, test } from 'vitest';
import { warnOfOverlaps } from '../../src/trainer/overlapping-runs.js';

const run = (id: string, startDate: string, endDate: string) => ({ id, ssgRunId: `ssg-${id}`, startDate, endDate });
const asked = run('a', '2026-03-02', '2026-03-04');

test('a run that shares its first or last day is told of, with its days', () => {
  const [warning] = warnOfOverlaps(asked, [run('b', '2026-03-04', '2026-03-05'), run('c', '2026-02-27', '2026-03-02')]);
  expect(warning).toMatchObject({
    code: 'overlapping_run',
    message: expect.stringContaining('ssg-b (2026-03-04 to 2026-03-05)'),
  });
  expect(warning?.message).toContain('ssg-c');
});

test('the days before and after, and the run itself, are no overlap', () => {
  expect(warnOfOverlaps(asked, [asked, run('b', '2026-03-05', '2026-03-06'), run('c', '2026-02-27', '2026-03-01')])).toEqual([]);
});

test('of many overlaps three are named and the rest counted', () => {
  const others = ['b', 'c', 'd', 'e', 'f'].map((id) => run(id, '2026-03-03', '2026-03-03'));
  expect(warnOfOverlaps(asked, others)[0]?.message).toContain('and 2 more');
});
