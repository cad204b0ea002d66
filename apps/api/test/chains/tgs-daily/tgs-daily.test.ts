import { expect, test } from 'vitest';
import { TGS_DAILY } from '../../../src/chains/tgs-daily/tgs-daily.js';
import { createChainRegistry } from '../../../src/workflow/chain-registry.js';
import { nextTicks } from '../../../src/workflow/cron.js';

test('S4.11 the daily sync is declared without a mistake', () => {
  expect(createChainRegistry([TGS_DAILY]).get('tgs_daily')).toBe(TGS_DAILY);
});

test('S4.12 what the night is for is required; late cancellations and the digest are not, and wait softly', () => {
  const steps = TGS_DAILY.declaration.steps.map(({ name, required, upstream, needs }) => ({
    name,
    required,
    upstream,
    needs: needs.map(({ step, kind }) => `${kind} ${step}`),
  }));
  expect(steps).toEqual([
    { name: 'find_runs', required: true, upstream: 'ssg', needs: [] },
    { name: 'sync_enrolments', required: true, upstream: 'ssg', needs: ['hard find_runs'] },
    { name: 'assign_trainers', required: true, upstream: 'ssg', needs: ['hard find_runs', 'hard sync_enrolments'] },
    { name: 'reconcile_cancellations', required: false, upstream: 'ssg', needs: ['soft assign_trainers'] },
    { name: 'digest', required: false, upstream: null, needs: ['soft reconcile_cancellations'] },
  ]);
});

test('S0.2 it runs at two in the night in Singapore, in full on Sundays, and is caught up for six hours', () => {
  const { cron, timeZone, ...rest } = TGS_DAILY.schedule;
  const ticks = nextTicks(cron, timeZone, Date.parse('2026-03-01T00:00:00Z'), 2);
  expect(ticks.map((tick) => new Date(tick).toISOString())).toEqual(['2026-03-01T18:00:00.000Z', '2026-03-02T18:00:00.000Z']);
  expect(rest).toEqual({ fullWeekdays: [0], overlapPolicy: 'skip', catchUpHours: 6 });
});
