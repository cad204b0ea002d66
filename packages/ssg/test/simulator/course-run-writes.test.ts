import { expect, test } from 'vitest';
import { COURSE, openWithRuns, type Simulation, UEN } from './support/simulation.js';

const VENUE = {
  floor: '15',
  unit: '001',
  postalCode: '569141',
  room: '24',
  block: '112A',
  street: 'Street ABC',
  building: 'Building ABC',
  wheelChairAccess: true,
};
const SESSION = {
  startDate: '20261201',
  endDate: '20261201',
  startTime: '09:00',
  endTime: '18:00',
  modeOfTraining: '1',
  venue: { ...VENUE, primaryVenue: true },
};
const TRAINER = {
  id: '',
  name: 'Invented Trainer',
  email: 'first@example.org',
  trainerType: { code: '1' },
  idNumber: 'INVENTED-9',
  idType: { code: 'SP' },
  roles: [{ role: { id: 1 } }],
};
const RUN = {
  sequenceNumber: 0,
  registrationDates: { opening: 20261101, closing: 20261130 },
  courseDates: { start: 20261201, end: 20261203 },
  scheduleInfoType: { code: '01', description: 'Description' },
  scheduleInfo: 'Mon',
  venue: VENUE,
  intakeSize: 20,
  threshold: 5,
  registeredUserCount: 0,
  modeOfTraining: '1',
  courseAdminEmail: 'admin@example.org',
  courseVacancy: { code: 'A', description: 'Available' },
  file: { Name: '', content: '' },
  sessions: [SESSION],
  linkCourseRunTrainer: [{ trainer: TRAINER }],
};
const INVALID = { status: 400, error: { details: [{ field: '', message: 'Invalid input parameter(s).' }] } };

const course = (members: object) => ({ course: { courseReferenceNumber: COURSE, trainingProvider: { uen: UEN }, ...members } });
const publish = (simulation: Simulation, ...runs: object[]) => simulation.call('courseRuns.publish', { body: course({ runs }) });
const edit = (simulation: Simulation, run: object, runId = '850000') =>
  simulation.call('courseRuns.edit', { parameters: { runId }, body: course({ run }) });
const sessionIds = (simulation: Simulation) => {
  const run = simulation.simulator.state.run(850000);
  return run === null ? [] : simulation.simulator.state.sessionsOfRun(run).map(({ id }) => id);
};

test('ssg-api.md §5.3 a published run can be read back with its sessions and trainers', async () => {
  const simulation = await openWithRuns([]);

  expect((await publish(simulation, RUN)).body).toEqual({ data: { runs: [{ id: 850000 }] }, error: {}, meta: {}, status: 200 });

  expect((await simulation.viewRun(850000)).body).toMatchObject({
    data: {
      course: {
        run: {
          courseStartDate: 20261201,
          qrCodeLink: expect.stringContaining('/RA'),
          linkCourseRunTrainer: [{ trainer: { email: 'first@example.org', idNumber: '*****ED-9' } }],
        },
      },
    },
  });
  expect(sessionIds(simulation)).toEqual([`${COURSE}-850000-S1`]);
});

test('ssg-api.md §10.9 the same dates twice make two runs, or are refused with the id in the text', async () => {
  const lenient = await openWithRuns([]);
  const strict = await openWithRuns([], { behaviour: { refuseSameDates: true } });
  await publish(lenient, RUN);
  await publish(strict, RUN);

  expect((await publish(lenient, RUN)).body).toMatchObject({ data: { runs: [{ id: 850001 }] } });
  expect((await publish(strict, RUN)).body).toMatchObject({
    status: 400,
    error: { details: [{ message: expect.stringContaining('Course Run ID is 850000') }] },
  });
});

test.each([
  ['ends before it starts', { courseDates: { start: 20261203, end: 20261201 } }],
  ['no calendar date', { courseDates: { start: 20261301, end: 20261301 } }],
  ['registration after the start', { registrationDates: { opening: 20261202, closing: 20261203 } }],
  ['a session outside the run', { sessions: [{ ...SESSION, startDate: '20261210', endDate: '20261210' }] }],
  ['a session that ends before it starts', { sessions: [{ ...SESSION, startTime: '18:00', endTime: '09:00' }] }],
  ['an unknown mode', { modeOfTraining: '11' }],
  ['no place for a classroom', { venue: { building: 'Building ABC' } }],
  ['more people than seats', { registeredUserCount: 26 }],
  ['an unknown vacancy', { courseVacancy: { code: 'X' } }],
  [
    'an existing trainer that the provider has not got',
    { linkCourseRunTrainer: [{ trainer: { ...TRAINER, email: 'nobody@example.org' } }] },
  ],
  ['a masked identifier', { linkCourseRunTrainer: [{ trainer: { ...TRAINER, idNumber: '*****315J' } }] }],
])('ssg-api.md §5.3 a run with %s is refused, and nothing is published', async (_what, members) => {
  const simulation = await openWithRuns([]);

  expect((await publish(simulation, RUN, { ...RUN, ...members })).body).toMatchObject(INVALID);
  expect(simulation.simulator.state.runs()).toEqual([]);
});

test('ssg-api.md §5.3 a new trainer can join the provider’s list', async () => {
  const simulation = await openWithRuns([]);
  const trainer = { ...TRAINER, email: 'new@example.org', trainerType: { code: '2' }, inTrainingProviderProfile: true };

  await publish(simulation, { ...RUN, linkCourseRunTrainer: [{ trainer }] });

  const listed = await simulation.call('trainers.list', { parameters: { uen: UEN }, query: { keyword: 'new@' } });
  expect(listed.body).toMatchObject({
    data: { trainers: [{ email: 'new@example.org', idNumber: '*****ED-9' }] },
    meta: { total: 1 },
  });
});

test('ssg-api.md §5.4 an update without trainers removes them', async () => {
  const simulation = await openWithRuns([{ id: 850000, trainers: [{ email: 'first@example.org' }] }]);
  const { linkCourseRunTrainer: _trainers, sessions: _sessions, ...rest } = RUN;

  const received = await edit(simulation, { action: 'update', ...rest });

  expect(received.body).toEqual({ data: {}, error: {}, meta: {}, status: 200 });
  expect((await simulation.viewRun(850000)).body).toMatchObject({
    data: { course: { run: { courseStartDate: 20261201, linkCourseRunTrainer: [] } } },
  });
});

test('ssg-api.md §5.4 sessions are added, changed and deleted by action; others stay', async () => {
  const simulation = await openWithRuns([]);
  await publish(simulation, { ...RUN, sessions: [SESSION, { ...SESSION, startDate: '20261202', endDate: '20261202' }] });
  const change = { action: 'update', sessionId: `${COURSE}-850000-S2`, startTime: '10:00' };
  const removal = { action: 'delete', sessionId: `${COURSE}-850000-S1`, endDate: '20261201' };

  await edit(simulation, {
    ...RUN,
    action: 'update',
    sessions: [removal, change, { ...SESSION, startDate: '20261203', endDate: '20261203' }],
  });

  const listed = await simulation.call('sessions.list', {
    parameters: { runId: '850000' },
    query: { uen: UEN, courseReferenceNumber: COURSE },
  });
  expect(listed.body).toMatchObject({
    data: {
      sessions: [
        { id: `${COURSE}-850000-S2`, startTime: '10:00', endTime: '18:00' },
        { id: `${COURSE}-850000-S3`, startDate: '20261203' },
      ],
    },
    meta: { total: 2 },
  });
});

test('ssg-api.md §5.4 past sessions cannot be deleted', async () => {
  const simulation = await openWithRuns([], { clock: () => new Date('2026-12-02T01:00:00Z') });
  await publish(simulation, RUN);

  const received = await edit(simulation, {
    ...RUN,
    action: 'update',
    sessions: [{ action: 'delete', sessionId: `${COURSE}-850000-S1` }],
  });

  expect(received.body).toMatchObject({ status: 400, error: { details: [{ message: 'Past sessions cannot be deleted.' }] } });
  expect(sessionIds(simulation)).toHaveLength(1);
});

test('ssg-api.md §5.4 a deleted run is gone from view, list and sessions', async () => {
  const simulation = await openWithRuns([{ id: 850000 }]);

  expect((await edit(simulation, { action: 'delete' })).status).toBe(200);

  expect((await simulation.viewRun(850000)).status).toBe(404);
  expect((await simulation.listRuns()).status).toBe(404);
  expect((await edit(simulation, { action: 'delete' })).status).toBe(404);
});

test('ssg-api.md §5.4 an unknown action, session or course is refused', async () => {
  const simulation = await openWithRuns([{ id: 850000 }]);

  expect((await edit(simulation, { ...RUN, action: 'cancel' })).body).toMatchObject(INVALID);
  expect(
    (await edit(simulation, { ...RUN, action: 'update', sessions: [{ action: 'delete', sessionId: 'nobody' }] })).body,
  ).toMatchObject(INVALID);
  const body = { course: { courseReferenceNumber: 'TGS-0000000000', trainingProvider: { uen: UEN }, run: { action: 'delete' } } };
  expect((await simulation.call('courseRuns.edit', { parameters: { runId: '850000' }, body })).body).toMatchObject(INVALID);
});
