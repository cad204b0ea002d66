import { expect, test } from 'vitest';
import { recoveredAt, type StepOfIncident } from '../../../src/modules/incidents/recovered-at.js';

const step = (name: string, facts: Partial<StepOfIncident> = {}): StepOfIncident => ({
  step: name,
  upstream: 'ssg',
  status: 'completed',
  attempt: 1,
  warnings: 0,
  completedAt: 10,
  ...facts,
});
const failed = (name: string, facts: Partial<StepOfIncident> = {}) => step(name, { status: 'failed', ...facts });
const waiting = (name: string) => step(name, { status: 'waiting', attempt: 0, completedAt: null });

test('the step that failed was done again', () => {
  const metBy = [step('find_runs'), failed('sync_enrolments'), waiting('digest')];
  const facts = { upstream: 'ssg', metBy, succeeded: 'sync_enrolments' };
  expect(recoveredAt({ ...facts, now: [step('find_runs'), step('sync_enrolments', { completedAt: 20 })] })).toBe(20);
  expect(recoveredAt({ ...facts, now: [step('find_runs', { completedAt: 30 }), waiting('sync_enrolments')] })).toBeNull();
});

test.each([{ warnings: 2 }, { attempt: 2 }, { status: 'interrupted' }])('%j is trouble too', (facts) => {
  const metBy = [step('find_runs'), step('sync_enrolments', facts)];
  expect(
    recoveredAt({ upstream: 'ssg', metBy, now: [step('find_runs'), waiting('sync_enrolments')], succeeded: 'find_runs' }),
  ).toBeNull();
});

test("of several steps with trouble only those of the incident's upstream count, and all of them", () => {
  const metBy = [failed('find_runs', { warnings: 1 }), failed('sync_enrolments'), failed('digest', { upstream: null })];
  const now = [step('find_runs', { completedAt: 20 }), step('sync_enrolments', { completedAt: 30 }), waiting('digest')];
  expect(recoveredAt({ upstream: 'ssg', metBy, now, succeeded: 'sync_enrolments' })).toBe(20);
  expect(
    recoveredAt({ upstream: 'ssg', metBy, now: [step('find_runs'), waiting('sync_enrolments')], succeeded: 'find_runs' }),
  ).toBeNull();
  expect(recoveredAt({ upstream: null, metBy, now, succeeded: 'sync_enrolments' })).toBeNull();
});

test('a result that is reused proves nothing', () => {
  expect(
    recoveredAt({
      upstream: 'ssg',
      metBy: [failed('find_runs')],
      now: [step('find_runs', { status: 'reused' })],
      succeeded: 'digest',
    }),
  ).toBeNull();
});

test('where no step of the run tells of trouble, all of them must be done again', () => {
  const metBy = [step('find_runs'), step('sync_enrolments')];
  expect(
    recoveredAt({ upstream: 'ssg', metBy, now: [step('find_runs'), waiting('sync_enrolments')], succeeded: 'find_runs' }),
  ).toBeNull();
  expect(recoveredAt({ upstream: 'ssg', metBy, now: metBy, succeeded: 'sync_enrolments' })).toBe(10);
});

test('where nothing is known of the run, a success at the same upstream counts', () => {
  const now = [step('find_runs', { completedAt: 20 }), step('digest', { upstream: null, completedAt: 30 })];
  expect(recoveredAt({ upstream: 'ssg', metBy: [], now, succeeded: 'find_runs' })).toBe(20);
  expect(recoveredAt({ upstream: 'ssg', metBy: [], now, succeeded: 'digest' })).toBeNull();
});
