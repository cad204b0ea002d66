import { expect, test } from 'vitest';
import { layOutStrip, type StripSchedule } from '~/chains/lay-out-strip';
import { scaleMarks } from '~/chains/strip-scale';

const from = Date.parse('2026-11-21T16:00:00Z');

const schedule = (id: string, more: Partial<StripSchedule> = {}): StripSchedule => ({
  id,
  title: id,
  label: id,
  chain: id,
  step: null,
  ticks: ['2026-11-21T18:00:00Z'],
  durationSeconds: 3600,
  upstreams: ['ssg'],
  paused: false,
  ...more,
});

const layOut = (schedules: StripSchedule[], hours = 24) => layOutStrip({ from, hours, schedules });

test('a bar stands at its tick and is as long as its run', () => {
  const [lane] = layOut([schedule('a')]).lanes;
  expect(lane?.bars).toEqual([
    {
      start: Date.parse('2026-11-21T18:00:00Z'),
      end: Date.parse('2026-11-21T19:00:00Z'),
      left: 2 / 24,
      width: 1 / 24,
      clashes: false,
    },
  ]);
});

test('ticks outside the time shown are left out, and a bar does not leave the strip', () => {
  const [lane] = layOut([
    schedule('a', { ticks: ['2026-11-21T15:59:59Z', '2026-11-22T15:30:00Z', '2026-11-22T16:00:00Z'] }),
  ]).lanes;
  expect(lane?.bars).toHaveLength(1);
  expect(lane?.bars[0]?.width).toBeCloseTo(0.5 / 24);
});

test('bug 48: two of one upstream that overlap clash, once, with the time that is free', () => {
  const ticks = ['2026-11-21T18:00:00Z', '2026-11-22T10:00:00Z'];
  const later = ['2026-11-21T18:30:00Z', '2026-11-22T10:30:00Z'];
  const { clashes, lanes } = layOut([schedule('a', { ticks }), schedule('b', { ticks: later })]);
  expect(clashes).toEqual([
    {
      kind: 'upstream',
      first: { id: 'a', title: 'a' },
      second: { id: 'b', title: 'b' },
      upstreams: ['ssg'],
      from: Date.parse('2026-11-21T18:30:00Z'),
      until: Date.parse('2026-11-21T19:00:00Z'),
      freeFrom: Date.parse('2026-11-21T19:00:00Z'),
      times: 2,
    },
  ]);
  expect(lanes.flatMap(({ bars }) => bars.map(({ clashes: marked }) => marked))).toEqual([true, true, true, true]);
});

test('bug 48: other upstreams, or one after the other, do not clash', () => {
  const after = ['2026-11-21T19:00:00Z'];
  expect(layOut([schedule('a'), schedule('b', { upstreams: ['tpg'] })]).clashes).toEqual([]);
  expect(layOut([schedule('a'), schedule('b', { upstreams: [] })]).clashes).toEqual([]);
  expect(layOut([schedule('a'), schedule('b', { ticks: after })]).clashes).toEqual([]);
});

test('a long run clashes with all that begin while it is at work', () => {
  const { clashes } = layOut([
    schedule('long', { durationSeconds: 4 * 3600 }),
    schedule('b', { ticks: ['2026-11-21T18:10:00Z'], durationSeconds: 60 }),
    schedule('c', { ticks: ['2026-11-21T21:00:00Z'], durationSeconds: 60 }),
  ]);
  expect(clashes.map(({ first, second }) => `${first.id} ${second.id}`)).toEqual(['long b', 'long c']);
});

test('bug 48: a schedule whose runs last longer than its pause clashes with itself, whatever it calls', () => {
  const ticks = ['2026-11-21T18:00:00Z', '2026-11-21T18:30:00Z'];
  const { clashes } = layOut([schedule('a', { ticks, upstreams: [] })]);
  expect(clashes.map(({ kind, times }) => [kind, times])).toEqual([['itself', 1]]);
});

test('S4.16: a step whose own tick falls into its chain’s run is told as that', () => {
  const { clashes } = layOut([
    schedule('daily'),
    schedule('digest', { chain: 'daily', step: 'digest', upstreams: [], ticks: ['2026-11-21T18:05:00Z'] }),
  ]);
  expect(clashes.map(({ kind }) => kind)).toEqual(['chain']);
});

test('a paused schedule is shown and clashes with nothing', () => {
  const { lanes, clashes } = layOut([schedule('a', { paused: true }), schedule('b')]);
  expect(clashes).toEqual([]);
  expect(lanes[0]).toMatchObject({ paused: true, bars: [{ clashes: false }] });
});

test('without history a run counts as a minute and can still be seen', () => {
  const { lanes, clashes } = layOut([
    schedule('a', { durationSeconds: null }),
    schedule('b', { ticks: ['2026-11-21T18:02:00Z'] }),
  ]);
  expect(lanes[0]?.known).toBe(false);
  expect(lanes[0]?.bars[0]?.width).toBeGreaterThan(0.003);
  expect(clashes).toEqual([]);
});

test('X3: both clocks have their marks at the right moments', () => {
  const here = scaleMarks({ from, hours: 24, timeZone: 'Asia/Singapore' });
  expect(here.map(({ label }) => label)).toEqual(['Sun 22 Nov', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00']);
  const utc = scaleMarks({ from, hours: 24, timeZone: 'UTC' });
  expect(utc.map(({ label }) => label)).toEqual(['18:00', '21:00', 'Sun 22 Nov', '03:00', '06:00', '09:00', '12:00', '15:00']);
  expect(utc[0]?.left).toBeCloseTo(2 / 24);
});

test('X3: a week is marked by its midnights, in zones of half hours too', () => {
  expect(scaleMarks({ from, hours: 168, timeZone: 'UTC' }).map(({ label }) => label)).toEqual([
    'Sun 22 Nov',
    'Mon 23 Nov',
    'Tue 24 Nov',
    'Wed 25 Nov',
    'Thu 26 Nov',
    'Fri 27 Nov',
    'Sat 28 Nov',
  ]);
  expect(scaleMarks({ from, hours: 24, timeZone: 'Asia/Kolkata' })[0]?.left).toBeCloseTo(2.5 / 24);
});
