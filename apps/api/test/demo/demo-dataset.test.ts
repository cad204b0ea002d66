import { addDays } from '@rollcall/domain/calendar/iso-date';
import { createSimulatedState } from '@rollcall/ssg/simulator/state';
import { describe, expect, test } from 'vitest';
import { DEMO_COURSES } from '../../src/demo/demo-courses.js';
import { DEMO_SEED, demoDataset } from '../../src/demo/demo-dataset.js';
import { DEMO_USERS } from '../../src/demo/demo-users.js';

const DAYS = ['2026-11-21', '2026-12-31', '2027-02-28', '2028-02-29', '2030-07-05'];

const runsOf = (today: string) => demoDataset(today).providers.flatMap(({ courses }) => courses.flatMap(({ runs }) => runs));
const upcoming = (today: string, code: string) => {
  const course = demoDataset(today).providers[0]?.courses.find(({ referenceNumber }) => referenceNumber === code);
  return (course?.runs ?? []).filter(({ startDate = '' }) => startDate >= today && startDate <= addDays(today, 21));
};

const enrolmentsOf = (today: string, code: string) => upcoming(today, code).map(({ enrolments = [] }) => enrolments);

test('the same day gives the same dataset', () => {
  expect(demoDataset('2026-11-21')).toEqual(demoDataset('2026-11-21'));
});

test('a run is the same run tomorrow and next week, learners and reference numbers included', () => {
  const later = new Map(runsOf('2026-11-28').map((run) => [run.id, run]));
  const shared = runsOf('2026-11-21').filter(({ id }) => later.has(id));
  expect(shared.length).toBeGreaterThan(100);
  for (const run of shared) expect(later.get(run.id)).toEqual(run);
});

describe.each(DAYS)('on %s', (today) => {
  test('run ids and reference numbers are unique, and the simulator takes the dataset', async () => {
    const runs = runsOf(today);
    const references = runs.flatMap(({ enrolments = [] }) => enrolments.map(({ referenceNumber }) => referenceNumber));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length);
    expect(new Set(references).size).toBe(references.length);
    for (const reference of references) expect(reference).toMatch(/^ENR-\d{4}-\d{6}$/);
    const state = await createSimulatedState({ seed: DEMO_SEED, today, dataset: demoDataset(today) });
    expect(state.runs()).toHaveLength(runs.length);
  });

  test('S0.13, S0.20 the window holds runs without enrolments and runs with cancelled ones only, beside ordinary ones', () => {
    expect(enrolmentsOf(today, 'TGS-2026900007').some((given) => given.length === 0)).toBe(true);
    expect(enrolmentsOf(today, 'TGS-2026900007').some((given) => given.length > 0)).toBe(true);
    expect(enrolmentsOf(today, 'TGS-2026900006').some((given) => given.every(({ status }) => status === 'Cancelled'))).toBe(true);
    expect(enrolmentsOf(today, 'TGS-2026900006').some((given) => given.some(({ status }) => status === 'Confirmed'))).toBe(true);
  });

  test('every course that takes part has a run in the window', () => {
    expect(DEMO_COURSES.filter(({ code }) => upcoming(today, code).length === 0)).toEqual([]);
  });
});

test('all three priorities, an ambiguous name and a name that is no trainer are there (S0.26-S0.28, bugs 9, 10)', () => {
  const names = DEMO_USERS.map(({ name }) => name);
  expect(DEMO_COURSES.some(({ linkedTrainers }) => linkedTrainers.some(({ roles }) => roles.includes(1)))).toBe(true);
  expect(DEMO_COURSES.some(({ trainerEmails }) => trainerEmails !== '')).toBe(true);
  expect(DEMO_COURSES.some(({ trainerNames }) => trainerNames !== '')).toBe(true);
  expect(names.filter((name) => name === 'Tan Wei Ming')).toHaveLength(2);
  expect(DEMO_USERS.find(({ name }) => name === 'Chua Beng Huat')?.roles).not.toContain('trainer');
});

test('everybody is invented: addresses are at example.org', () => {
  const linked = DEMO_COURSES.flatMap(({ linkedTrainers }) => linkedTrainers.map(({ email }) => email));
  const learners = runsOf('2026-11-21').flatMap(({ enrolments = [] }) => enrolments.map(({ trainee }) => trainee?.email ?? ''));
  for (const email of [...DEMO_USERS.map((user) => user.email), ...linked, ...learners]) expect(email).toMatch(/@example\.org$/);
});
