import { describe, expect, test } from 'vitest';
import { NO_RUN_FOUND, runPage, runRow, runView } from '../support/answers.js';
import { readSample, samplesAreThere } from '../support/samples.js';
import { collect, rejectionOf, startFixture, TEST_KEY } from '../support/test-client.js';

const QUERY = { uen: '201900001A', courseReferenceNumber: 'PA-S89PB0005D-01-Fuchun 148' };

describe('S0.6 course runs by reference', () => {
  test('the request is the one of ssg-api.md §4, 40 runs a page, without expired courses', async () => {
    const { client, server } = await startFixture([{ body: runPage([1], 1) }]);
    await collect(client.courseRuns.listByReference({ ...QUERY, tpCode: '201900001A-01', courseRunStartDate: '20251201' }));
    const [request] = server.requests;
    expect(request?.method).toBe('GET');
    expect(request?.path).toBe('/courses/courseRuns/reference');
    expect(request?.target).toContain('courseReferenceNumber=PA-S89PB0005D-01-Fuchun%20148&');
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      ...QUERY,
      tpCode: '201900001A-01',
      courseRunStartDate: '20251201',
      includeExpiredCourses: 'false',
      page: '0',
      pageSize: '40',
    });
    expect(request?.headers).toMatchObject({ accept: 'application/json', 'x-api-version': 'v1.0' });
    expect(request?.headers.uen).toBeUndefined();
  });

  test('each run comes with its course, ids as text whatever SSG sent', async () => {
    const { client } = await startFixture([{ body: runPage([850002, '850001'], 2) }]);
    const runs = await collect(client.courseRuns.listByReference(QUERY));
    expect(runs.map(({ run }) => run.id)).toEqual(['850002', '850001']);
    expect(runs[0]?.course).toEqual({
      referenceNumber: 'TGS-2020000001',
      title: 'Invented Course',
      externalReferenceNumber: undefined,
    });
    expect(runs[0]?.run.courseDates).toEqual({ start: 20251201, end: 20251202 });
  });

  test('bug 3 every page is read', async () => {
    const { client, server } = await startFixture(({ query }) => {
      const page = Number(query.get('page'));
      return { body: runPage([page * 2, page * 2 + 1], 6) };
    });
    expect(await collect(client.courseRuns.listByReference(QUERY))).toHaveLength(6);
    expect(server.requests).toHaveLength(3);
  });

  test('bug 3 a list that stops short is an error', async () => {
    const { client } = await startFixture(({ query }) =>
      query.get('page') === '0' ? { body: runPage([1, 2], 5) } : { status: 404, body: NO_RUN_FOUND },
    );
    const error = await rejectionOf(collect(client.courseRuns.listByReference(QUERY)));
    expect(error).toMatchObject({ kind: 'incomplete-list', received: 2, expected: 5, operation: 'courseRuns.listByReference' });
  });

  test.each([404, 200])('bug 5 a 404 in the body under HTTP %i is an empty list', async (status) => {
    const { client } = await startFixture([{ status, body: NO_RUN_FOUND }]);
    expect(await collect(client.courseRuns.listByReference(QUERY))).toEqual([]);
  });

  test.each([
    ['HTML under 404', { status: 404, body: '<html>no such page</html>' }, 'unreadable-answer'],
    ['403 in the body', { body: { status: 403, data: {}, meta: {}, error: { message: 'Forbidden', details: [] } } }, 'access'],
    ['an empty body', { body: '' }, 'unreadable-answer'],
  ])('bug 5 %s is an error, never an empty list', async (_, reply, kind) => {
    const { client } = await startFixture([reply]);
    expect(await rejectionOf(collect(client.courseRuns.listByReference(QUERY)))).toMatchObject({ kind });
  });

  test('data {} is an empty list only beside a total of 0', async () => {
    const { client } = await startFixture((_, index) => {
      return { body: { data: {}, error: {}, meta: [{ total: 0 }, { total: 3 }, {}][index], status: 200 } };
    });
    expect(await collect(client.courseRuns.listByReference(QUERY))).toEqual([]);
    expect(await rejectionOf(collect(client.courseRuns.listByReference(QUERY)))).toMatchObject({ kind: 'answer-shape' });
    expect(await rejectionOf(collect(client.courseRuns.listByReference(QUERY)))).toMatchObject({ kind: 'answer-shape' });
  });

  test.each([
    ['runs', { runs: undefined }, 'data.course.runs'],
    [
      'the trainers of a run',
      { runs: [runRow(1, { linkCourseRunTrainer: undefined })] },
      'data.course.runs.0.linkCourseRunTrainer',
    ],
    ['the id of a run', { runs: [runRow('', {})] }, 'data.course.runs.0.id'],
    ['the dates of a run', { runs: [runRow(1, { courseDates: {} })] }, 'data.course.runs.0.courseDates.start'],
  ])('without %s the answer has the wrong shape, and the path says where', async (_, course, path) => {
    const page = runPage([], 1);
    const { client } = await startFixture([{ body: { ...page, data: { course: { ...page.data.course, ...course } } } }]);
    const error = await rejectionOf(collect(client.courseRuns.listByReference(QUERY)));
    expect(error).toMatchObject({ kind: 'answer-shape', issues: expect.arrayContaining([expect.objectContaining({ path })]) });
  });

  test.runIf(samplesAreThere).each([
    ['courserun.by-reference.response.200.actual-1-run', 1],
    ['courserun.by-reference.response.200.with-trainer', 3],
    ['courserun.by-reference.response.200.expected-18-runs', 18],
  ])('the official answer %s is read as a whole', async (name, runCount) => {
    const sample = readSample(`conformance/${name}.json`) as { data: { course: { runs: { id: number }[] } } };
    // The recorded answer is one page of many; as the only page its total is the number of its runs.
    const { client } = await startFixture([{ body: { ...sample, meta: { total: runCount } } }]);
    const runs = await collect(client.courseRuns.listByReference(QUERY));
    expect(runs.map(({ run }) => run.id)).toEqual(sample.data.course.runs.map(({ id }) => String(id)));
    expect(runs).toHaveLength(runCount);
    expect(runs[0]?.run).toMatchObject({ modeOfTraining: expect.any(String), venue: expect.any(Object), file: {} });
  });

  test.runIf(samplesAreThere)('S0.26 the official answer with a trainer gives name and address', async () => {
    const sample = readSample('conformance/courserun.by-reference.response.200.with-trainer.json') as {
      data: { course: { runs: unknown[] } };
    };
    const { client } = await startFixture([{ body: { ...sample, meta: { total: sample.data.course.runs.length } } }]);
    const runs = await collect(client.courseRuns.listByReference(QUERY));
    const trainers = runs.flatMap(({ run }) => run.linkCourseRunTrainer);
    expect(trainers[0]?.trainer).toMatchObject({ email: 'abc@test.com', roles: [{ role: { id: '1', description: 'Trainer' } }] });
  });
});

describe('S0.26 course run by id', () => {
  test('the request is the one of ssg-api.md §4', async () => {
    const { client, server } = await startFixture([{ body: runView() }]);
    await client.courseRuns.get('850001', { uen: '201900001A' });
    expect(server.requests[0]?.path).toBe('/courses/courseRuns/id/850001');
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      includeExpiredCourses: 'true',
      organizationKey: '201900001A',
    });
  });

  test('bug 11 trainers are read in both shapes and come out as one', async () => {
    const nested = {
      trainer: { name: 'Nested Name', email: 'nested@example.org', roles: [{ role: { id: 2, description: 'Assessor' } }] },
    };
    const flat = { name: 'Flat Name', email: 'flat@example.org', favourite: 'kept' };
    const { client } = await startFixture([{ body: runView({ linkCourseRunTrainer: [nested, flat] }) }]);
    const view = await client.courseRuns.get('850001');
    expect(view?.run.linkCourseRunTrainer).toMatchObject([
      { trainer: { email: 'nested@example.org', roles: [{ role: { id: '2' } }] } },
      { trainer: { email: 'flat@example.org', roles: [], favourite: 'kept' } },
    ]);
  });

  test('bug 11 the flat data.run is read, without a course', async () => {
    const { run } = runView({ linkCourseRunTrainer: [{ email: 'flat@example.org' }] }).data.course;
    const { client } = await startFixture([{ body: { data: { run }, error: {}, meta: {}, status: 200 } }]);
    expect(await client.courseRuns.get('850001')).toMatchObject({
      course: null,
      run: { id: '850001', linkCourseRunTrainer: [{ trainer: { email: 'flat@example.org' } }] },
    });
  });

  test.each([[[{}]], [[{ trainer: {} }]], [[{ trainer: null }]], [['name']], [null], [{}]])(
    'trainers %j have the wrong shape',
    async (linkCourseRunTrainer) => {
      const { client } = await startFixture([{ body: runView({ linkCourseRunTrainer }) }]);
      expect(await rejectionOf(client.courseRuns.get('850001'))).toMatchObject({ kind: 'answer-shape' });
    },
  );

  test('null members and empty objects are accepted, unknown ones kept', async () => {
    const odd = {
      venue: { block: null, wheelChairAccess: false },
      file: {},
      courseVacancy: {},
      scheduleInfo: null,
      modeOfTraining: 2,
      brandNew: 1,
    };
    const { client } = await startFixture([{ body: runView(odd) }]);
    expect((await client.courseRuns.get('850001'))?.run).toMatchObject({ ...odd, modeOfTraining: '2' });
  });

  test('404 is null, as SSG says it for an unknown run', async () => {
    const { client } = await startFixture([{ status: 404, body: NO_RUN_FOUND }]);
    expect(await client.courseRuns.get('1')).toBeNull();
  });

  test.runIf(samplesAreThere)('the official answers are read', async () => {
    const view = readSample('conformance/courserun.view.response.200.expected.json');
    const none = readSample('conformance/courserun.view.response.404.json');
    const { client } = await startFixture([{ body: view }, { status: 404, body: none }]);
    expect(await client.courseRuns.get('277749')).toMatchObject({
      course: { referenceNumber: 'PA-S89PB0005D-01-Fuchun 148', title: 'SkillsFuture@PA Cake Decoration' },
      run: {
        id: '277749',
        courseStartDate: 20210101,
        linkCourseRunTrainer: [{ trainer: { email: 'newtraineremail@test.com', idNumber: '*****831H' } }],
      },
    });
    expect(await client.courseRuns.get('277749')).toBeNull();
  });

  test('plain answers are read by an app with an encryption key, as mySF sends them (ssg-api.md §2.3)', async () => {
    const { client } = await startFixture([{ body: runView() }], { encryptionKey: TEST_KEY });
    expect(await client.courseRuns.get('850001')).not.toBeNull();
  });

  test('a blank run id is refused before it becomes another path', async () => {
    const { client, server } = await startFixture([{ body: runView() }]);
    await expect(client.courseRuns.get(' ')).rejects.toThrow(/needs a value for "runId"/);
    expect(server.requests).toHaveLength(0);
  });
});
