import { expect, test } from 'vitest';
import { type CronTimes, readCron } from '~/chains/cron';
import { cronSentence } from '~/chains/cron-sentence';
import { nextCronTicks } from '~/chains/cron-ticks';

function timesOf(text: string): CronTimes {
  const times = readCron(text);
  if (!times) throw new Error(`${text} was not understood`);
  return times;
}

test.each([
  ['0 2 * * *', 'Every day at 02:00'],
  ['0 6,10,14,18,22 * * *', 'Every day at 06:00, 10:00, 14:00, 18:00 and 22:00'],
  ['0 3 * * 0', 'On Sundays at 03:00'],
  ['0 3 * * 7', 'On Sundays at 03:00'],
  ['0 8 * * MON', 'On Mondays at 08:00'],
  ['30 7 * * 1-5', 'From Monday to Friday at 07:30'],
  ['0 9 * * 6,0', 'On Saturdays and Sundays at 09:00'],
  ['* * * * *', 'Every day, every minute'],
  ['*/15 * * * *', 'Every day, every 15 minutes'],
  ['*/15 8-17 * * 1-5', 'From Monday to Friday, every 15 minutes in the hours 8 to 17'],
  ['5 * * * *', 'Every day, every hour at :05'],
  ['10 */2 * * *', 'Every day, every 2 hours at :10'],
  ['0 4 1,15 * *', 'On the 1st and 15th of the month at 04:00'],
  ['0 4 22 jan,jul *', 'On the 22nd of the month at 04:00, in January and July'],
  ['0 4 13 * 5', 'On the 13th of the month, and on Fridays at 04:00'],
])('bug 58: %s is told as “%s”', (cron, sentence) => {
  expect(cronSentence(timesOf(cron))).toBe(sentence);
});

test.each([
  '',
  '0 2 * *',
  '0 2 * * * *',
  '60 2 * * *',
  '0 24 * * *',
  '0 2 0 * *',
  '0 2 * 13 *',
  '0 2 * * 8',
  '0 2 L * *',
  '0 2 * * 5#2',
  'a b c d e',
  '5-1 * * * *',
  '*/0 * * * *',
])('bug 58: “%s” is not told', (cron) => {
  expect(readCron(cron)).toBeNull();
});

const after = Date.parse('2026-11-21T19:00:00Z');
const told = (cron: string, zone: string, count: number, from = after): string[] =>
  nextCronTicks(timesOf(cron), zone, from, count).map((at) => new Date(at).toISOString());

test('X3: ticks are counted on the clock of the zone', () => {
  expect(told('0 2 * * *', 'Asia/Singapore', 2)).toEqual(['2026-11-22T18:00:00.000Z', '2026-11-23T18:00:00.000Z']);
  expect(told('0 2 * * *', 'UTC', 1)).toEqual(['2026-11-22T02:00:00.000Z']);
});

test('X3: a moment that is now is not the next one', () => {
  expect(told('0 19 * * *', 'UTC', 1)).toEqual(['2026-11-22T19:00:00.000Z']);
});

test('S4.10: Sundays are the Sundays of the zone', () => {
  expect(told('0 3 * * 0', 'Asia/Singapore', 2)).toEqual(['2026-11-28T19:00:00.000Z', '2026-12-05T19:00:00.000Z']);
});

test('X3: a clock change moves the tick with the clock', () => {
  const march = Date.parse('2026-03-28T00:00:00Z');
  expect(told('0 9 * * *', 'Europe/London', 2, march)).toEqual(['2026-03-28T09:00:00.000Z', '2026-03-29T08:00:00.000Z']);
});

test('a day that never comes has no ticks, a leap day has', () => {
  expect(told('0 0 30 2 *', 'UTC', 1)).toEqual([]);
  expect(told('0 0 29 2 *', 'UTC', 1)).toEqual(['2028-02-29T00:00:00.000Z']);
});

test('a zone that nobody knows has no ticks', () => {
  expect(nextCronTicks(timesOf('0 0 * * *'), 'Asia/Nowhere', after, 1)).toEqual([]);
});
