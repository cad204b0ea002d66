import { expect, test } from 'vitest';
import { COURSE, open, openWithRuns, type Received, type Simulation, UEN } from './support/simulation.js';

const at = (date: string, time = '12:00:00') => Date.parse(`${date}T${time}+08:00`);
const RUNS = [
  {
    id: 850000,
    enrolments: [
      {
        referenceNumber: 'ENR-2611-000001',
        createdOn: at('2026-11-01'),
        updatedOn: at('2026-11-10', '00:30:00'),
        trainee: { identifier: 'INVENTED-1' },
      },
      {
        referenceNumber: 'ENR-2611-000002',
        createdOn: at('2026-11-03'),
        updatedOn: at('2026-11-08'),
        status: 'Cancelled' as const,
      },
      {
        referenceNumber: 'ENR-2611-000003',
        createdOn: at('2026-11-02'),
        updatedOn: at('2026-11-09', '23:59:59'),
        employer: true as const,
      },
    ],
  },
  { id: 850001, enrolments: [{ referenceNumber: 'ENR-2611-000004', createdOn: at('2026-11-04'), updatedOn: at('2026-11-04') }] },
  { id: 850002 },
];
const found = ({ body }: Received): number[] => {
  const data = body.data as unknown as { enrolment: { referenceNumber: string } }[];
  return data.map(({ enrolment }) => Number(enrolment.referenceNumber.slice(-1)));
};
const inRun = (simulation: Simulation, rest: Record<string, unknown> = {}) =>
  simulation.search({ course: { run: { id: '850000' } } }, rest);

test('S0.12 a search by run gives rows with their own meta, status and total', async () => {
  const simulation = await openWithRuns(RUNS);

  const received = await inRun(simulation);

  expect(received.body).toMatchObject({ status: '200', meta: { totalRecords: 3 }, error: {} });
  expect(received.body).toMatchObject({
    data: [{ enrolment: {}, meta: { createdOn: '2026-11-01 12:00:00', updatedOn: '2026-11-10 00:30:00' } }, {}, {}],
  });
});

test.each([
  [undefined, [1, 3, 2]],
  [{ field: 'updatedOn', order: 'asc' }, [2, 3, 1]],
  [{ field: 'createdOn', order: 'asc' }, [1, 3, 2]],
  [{ field: 'createdOn', order: 'desc' }, [2, 3, 1]],
])('ssg-api.md §7.4 sortBy %o', async (sortBy, expected) => {
  const simulation = await openWithRuns(RUNS);

  expect(found(await inRun(simulation, { sortBy }))).toEqual(expected);
});

test.each([
  ['the status', { status: 'Cancelled' }, [2]],
  ['the trainee', { trainee: { id: 'INVENTED-1' } }, [1]],
  ['the sponsor, in capitals', { trainee: { sponsorshipType: 'EMPLOYER' } }, [3]],
  ['the course', { course: { referenceNumber: COURSE, run: null } }, [1, 3, 2, 4]],
  [
    'nothing: blank and null',
    { status: '', trainingPartner: { uen: '', code: null }, trainee: { id: '', fees: { feeCollectionStatus: '' } } },
    [1, 3, 2, 4],
  ],
  ['the provider', { trainingPartner: { uen: UEN, code: `${UEN}-01` } }, [1, 3, 2, 4]],
])('ssg-api.md §7.4 filter by %s', async (_what, enrolment, expected) => {
  const simulation = await openWithRuns(RUNS);

  expect(found(await simulation.search(enrolment))).toEqual(expected);
});

test('ssg-api.md §10.15 update dates are Singapore dates, both ends included', async () => {
  const simulation = await openWithRuns(RUNS);
  const between = (lastUpdateDateFrom: string, lastUpdateDateTo: string) =>
    simulation.search({}, { meta: { lastUpdateDateFrom, lastUpdateDateTo } });

  expect(found(await between('2026-11-08', '2026-11-09'))).toEqual([3, 2]);
  expect(found(await between('2026-11-10', ''))).toEqual([1]);
  expect((await between('2026-11-11', '2026-11-30')).status).toBe(404);
  expect((await between('11/10/2026', '')).status).toBe(400);
});

test('ssg-api.md §7.4 pages are 0-based and past the end there is a 404', async () => {
  const simulation = await openWithRuns(RUNS);

  expect(found(await inRun(simulation, { parameters: { page: 0, pageSize: 2 } }))).toEqual([1, 3]);
  expect(found(await inRun(simulation, { parameters: { page: 1, pageSize: 2 } }))).toEqual([2]);
  expect((await inRun(simulation, { parameters: { page: 2, pageSize: 2 } })).status).toBe(404);
});

test.each([
  { page: 0, pageSize: 101 },
  { page: 0, pageSize: 0 },
  { page: -1, pageSize: 10 },
  { page: 0.5, pageSize: 10 },
])('ssg-api.md §7.4 the parameters %o are refused', async (parameters) => {
  const simulation = await openWithRuns(RUNS);

  expect((await inRun(simulation, { parameters })).status).toBe(400);
});

test('ssg-api.md §7.4 a run without enrolments is a 404, in the error shape of TPG', async () => {
  const simulation = await openWithRuns(RUNS);

  const received = await simulation.search({ course: { run: { id: '850002' } } });

  expect([received.status, received.body]).toMatchObject([
    404,
    { status: 404, data: {}, meta: {}, error: { message: 'Not Found', details: [{}] } },
  ]);
});

test.each([200, 403] as const)(
  'ssg-api.md §7.4 no rows may come under HTTP %i, with the inner 404',
  async (emptySearchStatus) => {
    const simulation = await openWithRuns(RUNS, { behaviour: { emptySearchStatus } });

    const received = await simulation.search({ course: { run: { id: '850002' } } });

    expect([received.status, received.body.status]).toEqual([emptySearchStatus, 404]);
  },
);

test('a long search is sorted once, and again after a change', async () => {
  const simulation = await open({ dataset: { kind: 'generated', courses: 2, runsPerCourse: 20, learnersPerRun: 5 } });
  const references: string[] = [];
  for (const page of [0, 1, 2, 3]) {
    const { body } = await simulation.search({}, { parameters: { page, pageSize: 50 } });
    const rows = body.data as unknown as { enrolment: { referenceNumber: string } }[];
    references.push(...rows.map(({ enrolment }) => enrolment.referenceNumber));
  }
  expect(new Set(references).size).toBe(200);

  const referenceNumber = references.at(-1) ?? '';
  await simulation.control('POST', '/enrolments', { action: 'change', referenceNumber, collectionStatus: 'Partial Payment' });

  const { body } = await simulation.search({}, { parameters: { page: 0, pageSize: 1 } });
  expect(body).toMatchObject({ data: [{ enrolment: { referenceNumber } }], meta: { totalRecords: 200 } });
});
