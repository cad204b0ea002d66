import { expect, test } from 'vitest';
import type { ModeOfTraining } from '../../src/simulator/code-tables.js';
import { COURSE, openWithRuns, type Simulation, UEN } from './support/simulation.js';

const sessionOn = (date: string, modeOfTraining: ModeOfTraining = '1') => ({
  startDate: date,
  endDate: date,
  startTime: '09:00',
  endTime: '18:00',
  modeOfTraining,
  venue: null,
});
const PARAMETERS = { runId: '850000' };
const QUERY = { uen: UEN, courseReferenceNumber: COURSE };
const list = (simulation: Simulation, query: object = {}) =>
  simulation.call('sessions.list', { parameters: PARAMETERS, query: { ...QUERY, ...query } });
const attendance = (simulation: Simulation, query: object = {}) =>
  simulation.call('attendance.list', { parameters: PARAMETERS, query: { ...QUERY, ...query } });

const TRAINEE = {
  id: 'INVENTED-1',
  name: 'Jimmy',
  email: 'jimmy@example.org',
  idType: { code: 'SB' },
  contactNumber: { mobile: '80000001', areaCode: null, countryCode: 65 },
  numberOfHours: 3.5,
  surveyLanguage: { code: 'EL' },
};
const upload = (simulation: Simulation, trainee: object = {}, rest: object = {}) =>
  simulation.call('attendance.upload', {
    parameters: PARAMETERS,
    body: {
      uen: UEN,
      course: {
        sessionID: `${COURSE}-850000-S1`,
        attendance: { status: { code: '1' }, trainee: { ...TRAINEE, ...trainee } },
        referenceNumber: COURSE,
      },
      corppassId: 'SIM1234',
      ...rest,
    },
  });

test('ssg-api.md §5.5 sessions can be asked by month; none is a 404 without details', async () => {
  const simulation = await openWithRuns([{ id: 850000, sessions: [sessionOn('2026-11-30'), sessionOn('2026-12-01')] }]);

  expect((await list(simulation)).body).toMatchObject({ meta: { total: 2 } });
  expect((await list(simulation, { sessionMonth: '122026' })).body).toMatchObject({
    data: { sessions: [{ id: `${COURSE}-850000-S2` }] },
    meta: { total: 1 },
  });
  const none = await list(simulation, { sessionMonth: '012027' });
  expect([none.status, none.body.error]).toEqual([404, { code: 404, details: [], errorId: '', message: 'Not Found' }]);
  expect((await list(simulation, { sessionMonth: '202612' })).status).toBe(400);
});

test('ssg-api.md §5.5 a missing venue has null members in the session and blank ones in the attendance', async () => {
  const simulation = await openWithRuns([{ id: 850000, sessions: [sessionOn('2026-12-01', '2')] }]);

  expect((await list(simulation)).body).toMatchObject({
    data: { sessions: [{ venue: { block: null, room: null, wheelChairAccess: false } }] },
  });
  expect((await attendance(simulation)).body).toMatchObject({
    data: { courseRun: { sessions: [{ venue: { block: '', room: '', wheelChairAccess: false } }] } },
  });
});

test('ssg-api.md §6.2 uploads come one trainee a call, and the same trainee replaces himself', async () => {
  const simulation = await openWithRuns([{ id: 850000, sessions: [sessionOn('2026-12-01'), sessionOn('2026-12-02')] }]);

  expect((await upload(simulation)).body).toEqual({ data: {}, error: {}, meta: {}, status: 200 });
  await upload(simulation, { id: 'INVENTED-2', email: '', name: 'Annie' });
  await upload(simulation, { name: 'Jimmy Changed' });

  const { body } = await attendance(simulation);
  expect(body).toMatchObject({
    meta: { total: 2 },
    data: { courseRun: { id: 850000, courseDates: { start: expect.any(String) } } },
  });
  const rows = [
    { id: '18002', nric: 'INVENTED-2', numberOfHours: '3.5', trainee: { name: 'Annie' } },
    {
      id: '18001',
      status: 'Confirmed',
      sentToTraqom: 'Pending Upload to TRAQOM.',
      trainee: { name: 'Jimmy Changed', contactNumber: { countryCode: '65', areaCode: '' } },
    },
  ];
  expect(body).toMatchObject({ data: { courseRun: { sessions: [{ attendance: rows }, { attendance: [] }] } } });
  expect((await attendance(simulation, { sessionId: `${COURSE}-850000-S2` })).body).toMatchObject({ meta: { total: 0 } });
  expect((await list(simulation)).body).toMatchObject({
    data: { sessions: [{ attendanceTaken: true }, { attendanceTaken: false }] },
  });
});

test.each([
  ['neither e-mail nor mobile', { email: '', contactNumber: { mobile: '', areaCode: null, countryCode: 65 } }, {}],
  ['a country code as text', { contactNumber: { mobile: '80000001', areaCode: null, countryCode: '65' } }, {}],
  ['nine hours', { numberOfHours: 9 }, {}],
  ['an unknown language', { surveyLanguage: { code: 'XX' } }, {}],
  ['no CorpPass id', {}, { corppassId: '' }],
])('ssg-api.md §6.2 an upload with %s names no field', async (_what, trainee, rest) => {
  const simulation = await openWithRuns([{ id: 850000, sessions: [sessionOn('2026-12-01')] }]);

  expect((await upload(simulation, trainee, rest)).body).toMatchObject({
    status: 400,
    error: { details: [{ field: '', message: 'Invalid input parameter(s).' }] },
  });
});

test('ssg-api.md §6.2 hours are mandatory on the job only', async () => {
  const simulation = await openWithRuns([{ id: 850000, modeOfTraining: '4', sessions: [sessionOn('2026-12-01', '4')] }]);

  expect((await upload(simulation, { numberOfHours: null })).status).toBe(400);
  expect((await upload(simulation)).status).toBe(200);
});

test('ssg-api.md §8.0 trainers are paged, searched by keyword, and masked', async () => {
  const simulation = await openWithRuns([]);
  const trainers = (query: Record<string, string>) => simulation.call('trainers.list', { parameters: { uen: UEN }, query });

  const second = await trainers({ page: '1', pageSize: '2' });

  expect(second.body).toMatchObject({
    status: 200,
    data: {
      trainers: [
        {
          indexNumber: 2,
          email: 'third@example.org',
          idNumber: expect.stringMatching(/^\*{5}\d{3}[A-Z]$/),
          idType: { id: 'SP' },
        },
      ],
    },
    meta: { total: 3, page: 1, pageSize: 2 },
  });
  expect((await trainers({ keyword: 'SECOND' })).body).toMatchObject({ meta: { total: 1 } });
  expect((await trainers({ keyword: 'nobody' })).status).toBe(404);
  expect((await simulation.call('trainers.list', { parameters: { uen: '199900650G' } })).status).toBe(403);
});
