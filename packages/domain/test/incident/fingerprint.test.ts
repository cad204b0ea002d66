import { expect, test } from 'vitest';
import { fingerprintOf } from '../../src/incident/fingerprint.js';

const trouble = {
  upstream: 'ssg',
  errorClass: 'SsgRateLimitedError',
  endpoint: 'GET /courses/courseRuns/id/1077800',
  providerId: 'provider-a',
};

test('row 78 a fingerprint can be read', () => {
  expect(fingerprintOf(trouble)).toBe('ssg | SsgRateLimitedError | GET /courses/courseRuns/id/:id | provider provider-a');
  expect(fingerprintOf({ upstream: null, errorClass: 'TypeError', endpoint: null, providerId: null })).toBe(
    'rollcall | TypeError | no endpoint | installation',
  );
});

test.each([
  ['GET /courses/courseRuns/id/850014', 'GET /courses/courseRuns/id/1077800'],
  ['GET /courses/courseRuns/reference?uen=201912345K&page=2', 'GET /courses/courseRuns/reference?page=0'],
  ['GET /courses/TGS-2020501234/runs', 'GET /courses/TGS-2021009999/runs'],
  ['GET /tpg/enrolments/details/ENR-2611-000123', 'GET /tpg/enrolments/details/ENR-2611-000124'],
  ['GET /x/0198c1de-aaaa-7bbb-8ccc-0123456789ab', 'GET /x/0198c1de-dddd-7eee-8fff-ba9876543210'],
  ['GET /x/7', 'GET /x/8'],
])('row 78 ids do not matter: %s is %s', (endpoint, other) => {
  expect(fingerprintOf({ ...trouble, endpoint })).toBe(fingerprintOf({ ...trouble, endpoint: other }));
});

test('row 78 upstream, kind, endpoint and provider matter', () => {
  const others = [
    trouble,
    { ...trouble, upstream: 'northpass' },
    { ...trouble, errorClass: 'SsgUnavailableError' },
    { ...trouble, endpoint: 'POST /tpg/enrolments/search' },
    { ...trouble, endpoint: 'GET /v1.3/courses' },
    { ...trouble, endpoint: 'GET /v1.4/courses' },
    { ...trouble, providerId: 'provider-b' },
    { ...trouble, providerId: null },
  ];
  expect(new Set(others.map(fingerprintOf)).size).toBe(others.length);
});
