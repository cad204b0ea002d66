import { describe, expect, test } from 'vitest';
import type { SsgAccessError } from '../../src/errors/access-error.js';
import { errorFromFailure } from '../../src/errors/from-failure.js';
import type { SsgInvalidRequestError } from '../../src/errors/invalid-request-error.js';
import { SsgUnavailableError } from '../../src/errors/unavailable-error.js';
import { readAnswer } from '../../src/wire/answer.js';
import { readSample, samplesAreThere } from '../support/samples.js';

const context = { operation: 'enrolments.search', correlationId: 'c-1', attempt: 2, repeatable: true };

function errorFrom(httpStatus: number, body: unknown, retryAfterMs?: number) {
  const answer = readAnswer(httpStatus, typeof body === 'string' ? body : JSON.stringify(body), null);
  if (answer.kind === 'success') throw new Error('Expected a failed answer.');
  return errorFromFailure(context, { httpStatus, answer, retryAfterMs });
}

describe('bug 62 the meanings of 403 are told apart, each with its own remedy', () => {
  test.runIf(samplesAreThere).each([
    ['gateway.403-not-subscribed', 'access', { refusal: 'not-subscribed' }, /Subscribe the app/],
    ['gateway.403-version-expired', 'api-version', { problem: 'expired' }, /configure a newer one/],
    ['gateway.403-version-unknown', 'api-version', { problem: 'unknown' }, /Correct the configured API version/],
  ])('%s', (sample, kind, members, remedy) => {
    const error = errorFrom(403, readSample(`constructed/${sample}.json`));
    expect(error).toMatchObject({ kind, httpStatus: 403, ...members, remedy: expect.stringMatching(remedy) });
    expect(error.message).toMatch(remedy);
  });

  test.runIf(samplesAreThere)("another provider's UEN (TGS-405)", () => {
    const error = errorFrom(403, readSample('conformance/enrolment.create.response.403-mismatched-uen.json'));
    expect(error).toMatchObject({ kind: 'access', refusal: 'uen-mismatch', status: 403, code: 'TGS-405' });
    expect(error.details).toEqual([{ field: '-', message: 'TGS-405 - Invalid training partner UEN' }]);
  });

  test('no reason given', () => {
    const error = errorFrom(403, { status: 403, data: {}, meta: {}, error: { message: 'Forbidden', details: [] } });
    expect((error as SsgAccessError).refusal).toBe('forbidden');
  });
});

describe('the catalogue of ssg-api.md §3.1', () => {
  test.each([
    [401, { error: 'Authorization field missing' }, 'auth', {}],
    [403, { error: 'Key not authorised' }, 'auth', {}],
    [403, { error: 'Certificate has expired' }, 'auth', {}],
    [401, '', 'auth', {}],
    [400, { error: 'Unable to perform decryption due invalid request' }, 'decryption', { side: 'request' }],
    [500, { error: 'Middleware error' }, 'decryption', { side: 'request' }],
    [429, { error: 'Rate limit exceeded' }, 'rate-limited', { limit: 'throttled' }],
    [429, '', 'rate-limited', { limit: 'throttled' }],
    [403, { error: 'Rate limit exceeded' }, 'rate-limited', { limit: 'busy' }],
    [200, '<p>Please try again later</p>', 'rate-limited', { limit: 'busy' }],
    [403, { error: 'Quota exceeded' }, 'rate-limited', { limit: 'quota' }],
    [500, '', 'unavailable', { reason: 'server' }],
    [502, '<html>Bad gateway</html>', 'unavailable', { reason: 'server' }],
    [500, { status: 500, data: {}, meta: {}, error: { message: 'try again later' } }, 'unavailable', { reason: 'server' }],
    [200, { status: 503, data: {}, meta: {}, error: {} }, 'unavailable', { reason: 'server' }],
    [400, { error: { code: 400, message: 'Invalid input parameter(s).', details: [] } }, 'invalid-request', { codes: [] }],
    [404, { status: 404, data: {}, meta: {}, error: { message: 'Not Found' } }, 'invalid-request', { status: 404 }],
    [200, '<html>Login</html>', 'unreadable-answer', { httpStatus: 200 }],
    [302, '', 'unreadable-answer', { httpStatus: 302 }],
    [200, 'OgR2C3QNGKn29cpneSSutw==', 'decryption', { side: 'answer' }],
  ])('HTTP %i %j is "%s"', (httpStatus, body, kind, members) => {
    const error = errorFrom(httpStatus, body);
    expect(error).toMatchObject({
      kind,
      operation: 'enrolments.search',
      correlationId: 'c-1',
      attempt: 2,
      httpStatus,
      ...members,
    });
    expect(error.remedy).toMatch(/\w{3}.*\.$/);
    expect(error.message).toBe(`enrolments.search: ${error.summary} ${error.remedy}`);
  });

  test.runIf(samplesAreThere).each([
    ['enrolment.create.response.400-blank-uen.actual', ['TGS-441'], 2],
    ['enrolment.create.response.400-blank-uen.expected', ['TGS-441'], 1],
    ['enrolment.create.response.400-invalid-course-ref.expected', ['TGS-406'], 1],
    ['assessment.create.response.400-blank-course-ref.actual', ['TGS-441', 'TGS-405'], 3],
  ])('the TGS codes of %s', (sample, codes, details) => {
    const error = errorFrom(400, readSample(`conformance/${sample}.json`));
    expect(error).toMatchObject({ kind: 'invalid-request', codes, code: codes[0], status: 400 });
    expect(error.details).toHaveLength(details);
  });

  test.each([
    ['TGS-406 - Course not found', /renewed course/],
    ['TGS-439 - no longer', /cancelled/],
    ['Invalid employer UEN', /employer's UEN/],
    ['Invalid input parameter(s).', /names no field/],
    ['something new', /Correct the fields/],
  ])('the remedy for %j', (message, remedy) => {
    const error = errorFrom(400, {
      status: 400,
      data: {},
      meta: {},
      error: { message: 'Refused', details: [{ field: 'a', message }] },
    });
    expect((error as SsgInvalidRequestError).remedy).toMatch(remedy);
  });

  test('S1.23 a 409 is a duplicate: compare SSG with the local record', () => {
    const error = errorFrom(409, {
      status: 409,
      data: {},
      meta: {},
      error: { message: 'Enrolment already exists', details: [] },
    });
    expect(error).toMatchObject({
      kind: 'invalid-request',
      status: 409,
      remedy: 'SSG has this record already: look it up and compare it with the local one.',
    });
  });

  test('S1.23 a TGS code says more than a 409', () => {
    const details = [{ field: 'enrolment', message: 'TGS-439 - no longer' }];
    const error = errorFrom(409, { status: 409, data: {}, meta: {}, error: { message: 'Refused', details } });
    expect(error.remedy).toMatch(/cancelled/);
  });

  test('Retry-After comes along on 429 and 503', () => {
    expect(errorFrom(429, { error: 'Rate limit exceeded' }, 7_000)).toMatchObject({ retryAfterMs: 7_000 });
    const unavailable = errorFrom(503, '', 9_000);
    expect(unavailable).toBeInstanceOf(SsgUnavailableError);
    expect(unavailable).toMatchObject({ retryAfterMs: 9_000 });
  });
});

describe('bug 25 no personal data in errors', () => {
  const identifier = inventedIdentifier(1234567);
  const refused = {
    status: 400,
    data: { enrolment: { trainee: { fullName: 'Invented Learner' } } },
    meta: {},
    error: {
      message: `Trainee ${identifier.toLowerCase()} exists`,
      details: [{ field: `trainee.${identifier}`, message: `${identifier} again` }],
    },
  };

  test('NRIC/FIN in upstream texts are masked the way SSG masks them', () => {
    const error = errorFrom(400, refused);
    const everything = JSON.stringify({ ...error, message: error.message, stack: error.stack });
    expect(everything.toUpperCase()).not.toContain(identifier);
    expect(error.message).toContain(`*****${identifier.slice(-4)}`);
    expect(everything).not.toContain('Invented Learner');
  });

  test('an unreadable body is not quoted', () => {
    const error = errorFrom(200, `<html>${identifier} Invented Learner</html>`);
    expect(`${error.message}${error.stack}`).not.toMatch(/Invented|\d{7}/);
  });

  test('a very long upstream text is cut', () => {
    const error = errorFrom(400, { error: `${'x'.repeat(5_000)} end` });
    expect(error.message.length).toBeLessThan(700);
  });
});

/** A plainly invented identifier with a valid check letter (ssg-api.md §9.9). */
function inventedIdentifier(number: number): string {
  const digits = String(number).padStart(7, '0');
  const sum = [2, 7, 6, 5, 4, 3, 2].reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return `S${digits}${'JZIHGFEDCBA'[sum % 11]}`;
}
