import { expect, test } from 'vitest';
import { COURSE, openWithCourses, openWithRuns, type Received, UEN } from './support/simulation.js';

const idsOf = ({ body }: Received): number[] => {
  const { data } = body as { data: { course: { runs: { id: number }[] } } };
  return data.course.runs.map(({ id }) => id);
};
const NONE = {
  data: {},
  error: { code: 404, details: [{ field: '', message: 'No course run found.' }], errorId: '', message: 'Not Found' },
  meta: {},
  status: 404,
};
const daily = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: 850000 + index,
    startDate: `2026-12-${String(index + 1).padStart(2, '0')}`,
  }));

test('ssg-api.md §5.1 runs come newest start first, in 0-based pages, with the total of all pages', async () => {
  const simulation = await openWithRuns(daily(5));

  const first = await simulation.listRuns({ page: '0', pageSize: '2' });
  const second = await simulation.listRuns({ page: '1', pageSize: '2' });
  const last = await simulation.listRuns({ page: '2', pageSize: '2' });

  expect([idsOf(first), idsOf(second), idsOf(last)]).toEqual([[850004, 850003], [850002, 850001], [850000]]);
  expect(first.body).toMatchObject({ status: 200, meta: { total: 5 } });
});

test('ssg-api.md §5.1 a page past the end is the 404 for none', async () => {
  const simulation = await openWithRuns(daily(2));

  const received = await simulation.listRuns({ page: '1', pageSize: '2' });

  expect([received.status, received.body]).toEqual([404, NONE]);
});

test('ssg-api.md §5.1 runs of one start date, of one provider code', async () => {
  const simulation = await openWithRuns(daily(3));

  expect(idsOf(await simulation.listRuns({ courseRunStartDate: '20261202' }))).toEqual([850001]);
  expect((await simulation.listRuns({ courseRunStartDate: '20270101' })).status).toBe(404);
  expect(idsOf(await simulation.listRuns({ tpCode: `${UEN}-01` }))).toHaveLength(3);
  expect((await simulation.listRuns({ tpCode: `${UEN}-02` })).status).toBe(404);
});

test('S0.6 an expired course is hidden unless includeExpiredCourses is true', async () => {
  const simulation = await openWithCourses([{ referenceNumber: COURSE, expired: true, runs: [{ id: 850000 }] }]);
  const view = (includeExpiredCourses: string) =>
    simulation.call('courseRuns.get', { parameters: { runId: '850000' }, query: { includeExpiredCourses } });

  expect((await simulation.listRuns({ includeExpiredCourses: 'false' })).status).toBe(404);
  expect(idsOf(await simulation.listRuns({ includeExpiredCourses: 'true' }))).toEqual([850000]);
  expect([(await view('false')).status, (await view('true')).status]).toEqual([404, 200]);
});

test.each<Record<string, string>>([
  { uen: '' },
  { courseReferenceNumber: '' },
  { page: '-1' },
  { pageSize: '0' },
  { pageSize: '101' },
  { courseRunStartDate: '2026-12-02' },
])('ssg-api.md §3.1 %o is "Invalid input parameter(s)." without a field', async (query) => {
  const simulation = await openWithRuns(daily(1));

  const received = await simulation.listRuns(query);

  expect(received.body).toMatchObject({
    status: 400,
    error: { code: 400, details: [{ field: '', message: 'Invalid input parameter(s).' }] },
  });
});

test('ssg-api.md §5.1 a course reference may hold spaces', async () => {
  const referenceNumber = 'PA-S89PB0005D-01-Fuchun 148';
  const simulation = await openWithCourses([{ referenceNumber, runs: [{ id: 850000 }] }]);

  expect(idsOf(await simulation.listRuns({ courseReferenceNumber: referenceNumber }))).toEqual([850000]);
});

test('ssg-api.md §5.2 the two shapes name the same dates differently', async () => {
  const simulation = await openWithRuns([
    {
      id: 850000,
      startDate: '2026-12-01',
      endDate: '2026-12-03',
      registrationOpening: '2026-11-01',
      registrationClosing: '2026-11-30',
    },
  ]);

  expect((await simulation.listRuns()).body).toMatchObject({
    data: {
      course: {
        runs: [{ courseDates: { start: 20261201, end: 20261203 }, registrationDates: { opening: 20261101, closing: 20261130 } }],
      },
    },
  });
  expect((await simulation.viewRun(850000)).body).toMatchObject({
    data: {
      course: {
        run: {
          courseStartDate: 20261201,
          courseEndDate: 20261203,
          registrationOpeningDate: 20261101,
          registrationClosingDate: 20261130,
        },
      },
    },
  });
});

test('S0.26 trainers are linked with role and masked identifier in both shapes', async () => {
  const simulation = await openWithRuns([
    {
      id: 850000,
      trainers: [
        { email: 'first@example.org', identifier: 'X0808315J' },
        { email: 'judge@example.org', roles: [2], inTrainingProviderProfile: false },
      ],
    },
  ]);
  const linked = [
    {
      trainer: {
        email: 'first@example.org',
        idNumber: '*****315J',
        roles: [{ role: { id: 1, description: 'Trainer' } }],
        inTrainingProviderProfile: true,
      },
    },
    {
      trainer: {
        email: 'judge@example.org',
        roles: [{ role: { id: 2, description: 'Assessor' } }],
        inTrainingProviderProfile: false,
      },
    },
  ];

  expect((await simulation.viewRun(850000)).body).toMatchObject({ data: { course: { run: { linkCourseRunTrainer: linked } } } });
  expect((await simulation.listRuns()).body).toMatchObject({ data: { course: { runs: [{ linkCourseRunTrainer: linked }] } } });
});
