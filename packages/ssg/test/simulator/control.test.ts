import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { COURSE, open, openWithRuns, UEN } from './support/simulation.js';

const REFERENCE = 'ENR-2611-000001';
const RUNS = [{ id: 850000, trainers: [{ email: 'first@example.org' }], enrolments: [{ referenceNumber: REFERENCE }] }];

test('faults are added, listed and cleared by another process', async () => {
  const simulation = await openWithRuns(RUNS);
  const rule = { operation: 'courseRuns.get', times: 1, effect: { kind: 'status', status: 500, body: 'empty' } };

  const added = await simulation.control('POST', '/faults', rule);
  expect([added.status, added.body]).toMatchObject([201, { id: 'fault-1', rule: { fromCall: 1 } }]);
  expect((await simulation.viewRun(850000)).status).toBe(500);
  expect((await simulation.control('GET', '/faults')).body).toMatchObject([{ id: 'fault-1', met: 1, applied: 1 }]);

  expect((await simulation.control('DELETE', '/faults/fault-1')).status).toBe(200);
  expect((await simulation.control('DELETE', '/faults/fault-1')).status).toBe(404);
  expect((await simulation.control('GET', '/faults')).body).toEqual([]);
});

test('a fault that is not understood is explained', async () => {
  const simulation = await openWithRuns(RUNS);

  const refused = await simulation.control('POST', '/faults', { effect: { kind: 'delay' } });

  expect(refused).toMatchObject({ status: 400, body: { issues: [{ path: 'effect.milliseconds' }] } });
});

test('the log of calls has no bodies, counts per operation, and can be cleared', async () => {
  const simulation = await openWithRuns(RUNS, { clock: () => new Date('2026-11-21T04:00:00Z') });
  await simulation.search({ trainee: { id: 'INVENTED-1' } });
  await simulation.call('courseRuns.get', { parameters: { runId: '850000' }, headers: { 'x-correlation-id': 'abc' } });

  const { body } = await simulation.control('GET', '/calls');

  expect(body).toMatchObject({
    counts: { token: 1, 'enrolments.search': 1, 'courseRuns.get': 1 },
    calls: [
      { number: 1, operation: 'token', app: 'encrypted', status: 200 },
      { number: 2, operation: 'enrolments.search', method: 'POST', path: '/tpg/enrolments/search', status: 404 },
      { number: 3, path: '/courses/courseRuns/id/850000', startedAt: '2026-11-21T04:00:00.000Z', correlationId: 'abc' },
    ],
  });
  expect(JSON.stringify(body)).not.toContain('INVENTED-1');
  expect((await simulation.control('GET', '/calls?operation=token')).body).toMatchObject({ calls: [{ operation: 'token' }] });
  await simulation.control('DELETE', '/calls');
  expect((await simulation.control('GET', '/calls')).body).toEqual({ counts: {}, calls: [] });
});

test('SSG’s own staff add, change and cancel enrolments', async () => {
  const simulation = await openWithRuns(RUNS, { clock: () => new Date('2026-11-21T04:00:00Z') });

  const added = await simulation.control('POST', '/enrolments', {
    action: 'add',
    runId: 850000,
    trainee: { fullName: 'Late Comer', email: 'late@example.org' },
  });
  expect(added.body).toMatchObject({ referenceNumber: 'ENR-2611-000002', status: 'Confirmed', uen: UEN });
  await simulation.control('POST', '/enrolments', { action: 'change', referenceNumber: REFERENCE, status: 'Rejected' });
  await simulation.control('POST', '/enrolments', { action: 'cancel', referenceNumber: 'ENR-2611-000002' });

  const found = await simulation.search({ course: { run: { id: '850000' } } }, { sortBy: { field: 'createdOn', order: 'desc' } });
  expect(found.body).toMatchObject({
    data: [
      {
        enrolment: { referenceNumber: 'ENR-2611-000002', status: 'Cancelled', trainee: { fullName: 'Late Comer' } },
        meta: { updatedOn: '2026-11-21 12:00:00' },
      },
      { enrolment: { referenceNumber: REFERENCE, status: 'Rejected' } },
    ],
  });
  expect((await simulation.control('POST', '/enrolments', { action: 'cancel', referenceNumber: 'nobody' })).status).toBe(404);
  expect((await simulation.control('POST', '/enrolments', { action: 'add', runId: 1 })).status).toBe(404);
});

test('SSG’s own staff can make an enrolment vanish', async () => {
  const simulation = await openWithRuns([{ id: 850000, learners: 3 }]);
  const before = simulation.simulator.state.enrolments.ofRun(850000).map(({ referenceNumber }) => referenceNumber);

  await simulation.control('POST', '/enrolments', { action: 'remove', referenceNumber: before[1] });

  const found = await simulation.search({ course: { run: { id: '850000' } } });
  expect([before.length, found.body.meta]).toEqual([3, { totalRecords: 2 }]);
  const viewed = await simulation.call('enrolments.view', { parameters: { referenceNumber: before[1] ?? '' } });
  expect(viewed.status).toBe(404);
});

test('runs are added, moved, given trainers, and removed', async () => {
  const simulation = await openWithRuns(RUNS);

  const added = await simulation.control('POST', '/runs', { courseReferenceNumber: COURSE, startDate: '2027-01-04' });
  expect(added).toMatchObject({ status: 201, body: { id: 850001, uen: UEN, endDate: '2027-01-04' } });
  await simulation.control('PATCH', '/runs/850000', {
    startDate: '2027-02-01',
    endDate: '2027-02-02',
    qrCodeLink: '',
    trainers: [{ email: 'second@example.org' }, { email: 'judge@example.org', roles: [2], inTrainingProviderProfile: false }],
  });

  expect((await simulation.viewRun(850000)).body).toMatchObject({
    data: {
      course: {
        run: {
          courseStartDate: 20270201,
          courseEndDate: 20270202,
          qrCodeLink: '',
          linkCourseRunTrainer: [
            { trainer: { email: 'second@example.org' } },
            { trainer: { email: 'judge@example.org', roles: [{ role: { id: 2 } }] } },
          ],
        },
      },
    },
  });
  await simulation.control('DELETE', '/runs/850000');
  expect((await simulation.viewRun(850000)).status).toBe(404);
  expect((await simulation.control('PATCH', '/runs/850000', {})).status).toBe(404);
  expect((await simulation.control('PATCH', '/runs/850001', { startDate: 'soon' })).status).toBe(400);
});

test('a course expires and is renamed', async () => {
  const simulation = await openWithRuns(RUNS);

  const changed = await simulation.control('PATCH', `/courses/${COURSE}`, { title: 'Renamed', expired: true });

  expect(changed.body).toMatchObject({ title: 'Renamed', expired: true });
  expect((await simulation.listRuns()).status).toBe(404);
});

test('the state lists what a demonstration needs to fill a local database', async () => {
  const simulation = await open({
    dataset: { kind: 'generated', uen: UEN, name: 'DEMO', courses: 2, runsPerCourse: 3, trainers: 4 },
  });

  expect((await simulation.control('GET', '/state')).body).toMatchObject({ providers: 1, courses: 2, runs: 6, inventedRuns: 0 });
  expect((await simulation.control('GET', '/state/providers')).body).toEqual([{ uen: UEN, code: `${UEN}-01`, name: 'DEMO' }]);
  expect((await simulation.control('GET', `/state/courses?uen=${UEN}`)).body).toHaveLength(2);
  expect((await simulation.control('GET', `/state/trainers?uen=${UEN}`)).body).toMatchObject([
    { email: expect.stringContaining('@example.org') },
    {},
    {},
    {},
  ]);
  expect((await simulation.control('GET', '/state/runs/850000')).body).toMatchObject({
    id: 850000,
    sessions: expect.any(Array),
    trainers: expect.any(Array),
  });
  expect((await simulation.control('GET', '/state/runs/1')).status).toBe(404);
});

test('the control endpoints answer loopback callers only', async (context) => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((candidate) => candidate?.family === 'IPv4' && !candidate.internal)?.address;
  if (address === undefined) context.skip('this machine has no address besides loopback');
  const { simulator } = await openWithRuns(RUNS, { host: '0.0.0.0' });

  const outside = await fetch(`http://${address}:${simulator.port}/__simulator/state`);
  const inside = await fetch(`http://127.0.0.1:${simulator.port}/__simulator/state`);

  expect([outside.status, inside.status]).toEqual([403, 200]);
});
