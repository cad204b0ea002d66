import { expect, test } from 'vitest';
import { nightsOf } from '~/today/nights';

const sync = (startedAt: string, completedAt: string | null, callsMade: number) => ({ startedAt, completedAt, callsMade });

test('bug 4 a night belongs to the day on which it began in the provider’s zone', () => {
  // 18:00 UTC is 02:00 of the next day in Singapore.
  const nights = nightsOf([sync('2026-03-01T18:00:00Z', '2026-03-01T18:01:40Z', 70)], '2026-03-02', 'Asia/Singapore', 2);
  expect(nights).toEqual([
    { day: '2026-03-01', syncs: 0, calls: 0, seconds: 0 },
    { day: '2026-03-02', syncs: 1, calls: 70, seconds: 100 },
  ]);
});

test('syncs of one day count together, what is at work counts no time, and older ones are left out', () => {
  const nights = nightsOf(
    [
      sync('2026-03-02T01:00:00Z', null, 5),
      sync('2026-03-02T00:00:00Z', '2026-03-02T00:00:30Z', 7),
      sync('2026-02-01T00:00:00Z', '2026-02-01T00:00:30Z', 9),
    ],
    '2026-03-02',
    'UTC',
    1,
  );
  expect(nights).toEqual([{ day: '2026-03-02', syncs: 2, calls: 12, seconds: 30 }]);
});
