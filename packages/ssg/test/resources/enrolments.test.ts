import { describe, expect, test } from 'vitest';
import { createCipher } from '../../src/wire/cipher.js';
import { enrolmentPage, enrolmentRow } from '../support/answers.js';
import { readSample, samplesAreThere } from '../support/samples.js';
import { collect, OTHER_KEY, rejectionOf, startFixture, TEST_KEY } from '../support/test-client.js';

const cipher = createCipher(TEST_KEY);
const encrypted = (body: unknown) => cipher.encrypt(JSON.stringify(body));
/** Shape 2 of ssg-api.md §2.4, as the gateway escapes it. */
const wrapped = (body: unknown) => JSON.stringify({ error: encrypted(body) }).replaceAll('=', '\\u003D');
const NONE = { status: 404, data: {}, meta: {}, error: { message: 'Not Found', details: [] } };
const QUERY = { uen: '201900001A', code: '201900001A-01', courseRunId: '850001' };

describe('S0.12 enrolment search', () => {
  test('the body holds the filters that were given and nothing else', async () => {
    const { client, server } = await startFixture([{ body: enrolmentPage([1], 1) }]);
    await collect(client.enrolments.search(QUERY));
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/tpg/enrolments/search' });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      enrolment: { trainingPartner: { uen: '201900001A', code: '201900001A-01' }, course: { run: { id: '850001' } } },
      sortBy: { field: 'updatedOn', order: 'asc' },
      parameters: { page: 0, pageSize: 100 },
    });
  });

  test('every filter has its place (ssg-api.md §7.4)', async () => {
    const { client, server } = await startFixture([{ body: enrolmentPage([1], 1) }]);
    const query = {
      ...QUERY,
      courseReferenceNumber: 'TGS-2020000001',
      status: 'Confirmed',
      lastUpdateDateFrom: '2025-10-01',
      lastUpdateDateTo: '2025-10-31',
      sortBy: { field: 'createdOn', order: 'desc' },
      pageSize: 50,
    } as const;
    await collect(client.enrolments.search(query));
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      enrolment: {
        status: 'Confirmed',
        trainingPartner: { uen: '201900001A', code: '201900001A-01' },
        course: { referenceNumber: 'TGS-2020000001', run: { id: '850001' } },
      },
      meta: { lastUpdateDateFrom: '2025-10-01', lastUpdateDateTo: '2025-10-31' },
      sortBy: { field: 'createdOn', order: 'desc' },
      parameters: { page: 0, pageSize: 50 },
    });
  });

  test('with a key the body travels as bare base64 and the answer is decrypted', async () => {
    const { client, server } = await startFixture([{ body: encrypted(enrolmentPage([1], 1)) }], { encryptionKey: TEST_KEY });
    expect(await collect(client.enrolments.search(QUERY))).toMatchObject([enrolmentRow(1)]);
    expect(server.requests[0]?.body).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(JSON.parse(cipher.decrypt(server.requests[0]?.body ?? ''))).toMatchObject({ parameters: { page: 0, pageSize: 100 } });
    expect(server.requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-api-version': 'v3.0',
      uen: '201900001A',
    });
  });

  test('S1.12 version, UEN and environment headers are options', async () => {
    const { client, server } = await startFixture([{ body: enrolmentPage([1], 1) }], {
      apiVersions: { 'enrolments.search': null, 'enrolments.view': 'v1' },
      uenHeader: '201900009Z',
      environment: 'sandbox',
    });
    await collect(client.enrolments.search(QUERY));
    await rejectionOf(client.enrolments.view('ENR-2510-000001'));
    const [search, view] = server.requests.map(({ headers }) => headers);
    expect(search).toMatchObject({ uen: '201900009Z', 'x-ssg-environment': 'sandbox' });
    expect(search?.['x-api-version']).toBeUndefined();
    expect(view?.['x-api-version']).toBe('v1');
  });

  test('bug 3 every page is read, by number from 0', async () => {
    const { client } = await startFixture(({ body }) => {
      const { page } = (JSON.parse(body) as { parameters: { page: number } }).parameters;
      return {
        body:
          enrolmentPage([page * 2, page * 2 + 1], 5).data.slice(0, page === 2 ? 1 : 2).length > 0
            ? enrolmentPage(page === 2 ? [4] : [page * 2, page * 2 + 1], 5)
            : NONE,
      };
    });
    const records = await collect(client.enrolments.search(QUERY));
    expect(records.map(({ enrolment }) => enrolment.referenceNumber.slice(-1))).toEqual(['0', '1', '2', '3', '4']);
  });

  test.each([
    ['HTTP 404, encrypted', { status: 404, body: encrypted(NONE) }],
    ['HTTP 404, wrapped in "error"', { status: 404, body: wrapped(NONE) }],
    ['HTTP 200 around an inner 404', { status: 200, body: encrypted(NONE) }],
    ['HTTP 403 around an inner 404', { status: 403, body: wrapped(NONE) }],
    ['HTTP 404 in plain JSON', { status: 404, body: NONE }],
    ['an empty page with total 0', { body: encrypted({ status: '200', data: [], meta: { totalRecords: 0 }, error: {} }) }],
    [
      'an empty page with the total as text',
      { body: encrypted({ status: '200', data: [], meta: { totalRecords: '0' }, error: {} }) },
    ],
    ['data {} with total 0', { body: encrypted({ status: '200', data: {}, meta: { totalRecords: 0 }, error: {} }) }],
  ])('bug 5 no rows: %s', async (_, reply) => {
    const { client } = await startFixture([reply], { encryptionKey: TEST_KEY });
    expect(await collect(client.enrolments.search(QUERY))).toEqual([]);
  });

  const forbidden = {
    status: 403,
    data: {},
    meta: {},
    error: { message: 'Forbidden', details: [{ field: '-', message: 'TGS-405 - Invalid training partner UEN' }] },
  };
  test.each([
    ['403 in the body under HTTP 200', { body: encrypted(forbidden) }, { kind: 'access', refusal: 'uen-mismatch' }],
    ['403 wrapped in "error"', { status: 403, body: wrapped(forbidden) }, { kind: 'access', code: 'TGS-405' }],
    [
      'a body of another key',
      { body: createCipher(OTHER_KEY).encrypt('{"status":404}') },
      { kind: 'decryption', side: 'answer' },
    ],
    [
      'a request SSG cannot open',
      { status: 400, body: { error: 'Unable to perform decryption due invalid request' } },
      { kind: 'decryption', side: 'request' },
    ],
    ['HTML', { body: '<html></html>' }, { kind: 'unreadable-answer' }],
    ['data {} without a total', { body: { status: '200', data: {}, meta: {}, error: {} } }, { kind: 'answer-shape' }],
    [
      'rows that are none',
      { body: { status: '200', data: [{}], meta: { totalRecords: 1 }, error: {} } },
      { kind: 'answer-shape' },
    ],
  ])('bug 5 %s is an error, never "no rows"', async (_, reply, expected) => {
    const { client } = await startFixture([reply], { encryptionKey: TEST_KEY });
    expect(await rejectionOf(collect(client.enrolments.search(QUERY)))).toMatchObject(expected);
  });

  test('bug 25 a shape error names paths, not values', async () => {
    const row = enrolmentRow(1);
    const wrong = { ...row, enrolment: { ...row.enrolment, trainee: { id: { secret: 'Invented Secret' }, fullName: 7 } } };
    const { client } = await startFixture([{ body: { ...enrolmentPage([], 1), data: [wrong] } }]);
    const error = await rejectionOf(collect(client.enrolments.search(QUERY)));
    expect(error).toMatchObject({
      kind: 'answer-shape',
      issues: [{ path: 'data.0.enrolment.trainee.id' }, { path: 'data.0.enrolment.trainee.fullName' }],
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('Invented Secret');
  });

  test.runIf(samplesAreThere)('the official answer is read, plain and encrypted', async () => {
    const sample = readSample('conformance/enrolment.search.response.200-individual.expected.json');
    const { client } = await startFixture([{ body: sample }, { body: encrypted(sample) }], { encryptionKey: TEST_KEY });
    const expected = [
      {
        enrolment: {
          referenceNumber: 'ENR-2008-000555',
          status: 'Confirmed',
          course: { run: { id: '38842', startDate: '2020-08-05' } },
          trainee: {
            sponsorshipType: 'Individual',
            email: { full: 't@T.com' },
            fees: { discountAmount: '1500' },
            employer: { uen: '' },
          },
        },
        meta: { createdOn: '2020-08-05 15:23:02', updatedOn: '2020-09-16 12:17:46' },
      },
    ];
    expect(await collect(client.enrolments.search(QUERY))).toMatchObject(expected);
    expect(await collect(client.enrolments.search(QUERY))).toMatchObject(expected);
  });
});

describe('enrolment view', () => {
  const view = { status: '200', data: { enrolment: enrolmentRow(7).enrolment }, meta: enrolmentRow(7).meta, error: {} };

  test('has the form of a search row, with the times of the envelope', async () => {
    const { client, server } = await startFixture([{ body: encrypted(view) }], { encryptionKey: TEST_KEY });
    expect(await client.enrolments.view('ENR-2510-000007')).toMatchObject(enrolmentRow(7));
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/tpg/enrolments/details/ENR-2510-000007', body: '' });
  });

  test('404 is null, 403 is an error', async () => {
    const { client } = await startFixture([
      { status: 404, body: NONE },
      { status: 403, body: { error: 'Access to this API has been disallowed' } },
    ]);
    expect(await client.enrolments.view('ENR-2510-000007')).toBeNull();
    expect(await rejectionOf(client.enrolments.view('ENR-2510-000007'))).toMatchObject({
      kind: 'access',
      refusal: 'not-subscribed',
    });
  });

  test.runIf(samplesAreThere)('the official answer is read', async () => {
    const { client } = await startFixture([
      { body: readSample('conformance/enrolment.view.response.200-individual.expected.json') },
    ]);
    expect(await client.enrolments.view('ENR-2009-000243')).toMatchObject({
      enrolment: { referenceNumber: 'ENR-2009-000243', course: { run: { id: '49842' } } },
      meta: { createdOn: '2020-09-19 18:30:45', updatedOn: '2020-09-25 11:07:48' },
    });
  });
});
