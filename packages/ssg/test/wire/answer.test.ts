import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../src/wire/answer.js';
import { createCipher, looksLikeCipherText } from '../../src/wire/cipher.js';
import type { GatewayError } from '../../src/wire/envelope.js';
import { readSample, samplesAreThere } from '../support/samples.js';
import { OTHER_KEY, TEST_KEY } from '../support/test-client.js';

const cipher = createCipher(TEST_KEY);
const success = { status: '200', data: [1], meta: { totalRecords: 1 }, error: {} };
const refusal = {
  status: 403,
  data: {},
  meta: {},
  error: { message: 'Forbidden', details: [{ field: '-', message: 'TGS-405 - Invalid training partner UEN' }] },
};
const readRefusal = { kind: 'failure', status: 403, message: 'Forbidden', details: refusal.error.details };

describe('reading an answer in the order of ssg-api.md §2.4', () => {
  test('1. the whole body is cipher text', () => {
    expect(readAnswer(200, cipher.encrypt(JSON.stringify(success)), cipher)).toEqual({
      kind: 'success',
      status: 200,
      data: [1],
      meta: { totalRecords: 1 },
    });
    expect(readAnswer(403, cipher.encrypt(JSON.stringify(refusal)), cipher)).toEqual(readRefusal);
  });

  test('1. … also when quoted as a JSON string', () => {
    expect(readAnswer(200, JSON.stringify(cipher.encrypt(JSON.stringify(refusal))), cipher)).toEqual(readRefusal);
  });

  test('2. the cipher text stands in "error", with = written as \\u003D', () => {
    // Padded with spaces, which JSON ignores, so that the base64 text ends in "=".
    const body = JSON.stringify({ error: cipher.encrypt(`${JSON.stringify(refusal)}${' '.repeat(16)}`) }).replaceAll(
      '=',
      '\\u003D',
    );
    expect(body).toContain('\\u003D');
    expect(readAnswer(400, body, cipher)).toEqual(readRefusal);
  });

  test('3. a plain envelope, also for an app with a key', () => {
    expect(readAnswer(403, JSON.stringify(refusal), cipher)).toEqual(readRefusal);
    expect(readAnswer(200, JSON.stringify(success), cipher).kind).toBe('success');
    expect(readAnswer(200, JSON.stringify(success), null).kind).toBe('success');
  });

  test.runIf(samplesAreThere).each(['gateway.403-not-subscribed', 'gateway.403-version-expired', 'gateway.403-version-unknown'])(
    '4. the flat gateway text of %s is kept as it is',
    (name) => {
      const sample = readSample(`constructed/${name}.json`) as GatewayError;
      expect(readAnswer(403, JSON.stringify(sample), cipher)).toEqual({
        kind: 'failure',
        status: 403,
        message: sample.error,
        details: [],
      });
    },
  );

  test('4. a gateway text of letters only is not mistaken for cipher text', () => {
    const word = 'Forbidden'.repeat(8).slice(0, 64);
    expect(looksLikeCipherText(word)).toBe(true);
    expect(readAnswer(403, JSON.stringify({ error: word }), cipher)).toMatchObject({ kind: 'failure', message: word });
    expect(readAnswer(403, JSON.stringify({ error: word }), null)).toMatchObject({ kind: 'failure', message: word });
  });
});

describe('status and error', () => {
  test.each([200, '200', 201, ' 200 '])('status %j with an empty error is success', (status) => {
    expect(readAnswer(200, JSON.stringify({ ...success, status }), null).kind).toBe('success');
  });

  test.each([{}, null, '', undefined, { code: 0, message: '', details: [] }])('error %j is no error', (error) => {
    expect(readAnswer(200, JSON.stringify({ status: 200, data: {}, meta: {}, error }), null).kind).toBe('success');
  });

  test('the inner status wins over HTTP 200', () => {
    expect(readAnswer(200, JSON.stringify({ ...refusal, status: '404' }), null)).toMatchObject({ kind: 'failure', status: 404 });
  });

  test('the inner status wins over HTTP 403: an encrypted 404 is a 404', () => {
    const body = JSON.stringify({ error: cipher.encrypt(JSON.stringify({ status: 404, data: {}, meta: {}, error: {} })) });
    expect(readAnswer(403, body, cipher)).toMatchObject({ kind: 'failure', status: 404 });
  });

  test('without an inner status the HTTP status counts', () => {
    expect(readAnswer(200, '{"data":{"a":1}}', null)).toEqual({ kind: 'success', status: 200, data: { a: 1 }, meta: {} });
    expect(readAnswer(400, '{"data":{}}', null)).toMatchObject({ kind: 'failure', status: 400 });
  });

  test('an inner 200 beside a filled-in error is a failure: the 200 must not hide it', () => {
    const body = { status: 200, data: {}, meta: {}, error: { code: 400, message: 'Invalid input parameter(s).', details: [] } };
    expect(readAnswer(200, JSON.stringify(body), null)).toMatchObject({ kind: 'failure', status: 400 });
    expect(readAnswer(200, JSON.stringify({ ...body, error: { message: 'Enrolment cannot be created' } }), null)).toMatchObject({
      kind: 'failure',
      status: 200,
      message: 'Enrolment cannot be created',
    });
    expect(readAnswer(200, '{"error":"Access to this API has been disallowed"}', null).kind).toBe('failure');
  });

  test('odd details are read as far as they go', () => {
    const body = { status: 400, error: { message: 7, details: ['x', null, { field: 3, message: 'm' }, { field: 'f' }] } };
    expect(readAnswer(400, JSON.stringify(body), null)).toEqual({
      kind: 'failure',
      status: 400,
      message: '',
      details: [
        { field: '', message: 'm' },
        { field: 'f', message: '' },
      ],
    });
  });
});

describe('bug 63 what cannot be read is never "empty"', () => {
  test.each([
    ['an empty body', ''],
    ['white space', ' \n'],
    ['HTML', '<html><body>Maintenance</body></html>'],
    ['broken JSON', '{"status":200,"data":'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number', '404'],
    ['an object of something else', '{"hello":"world"}'],
    ['an empty object', '{}'],
    ['the error report of a web framework', '{"timestamp":"2025-10-28T04:00:00Z","status":404,"error":"Not Found","path":"/x"}'],
    ['an inner status that is none', '{"status":"OK","data":[]}'],
  ])('%s', (_, body) => {
    expect(readAnswer(200, body, cipher)).toMatchObject({ kind: 'unreadable', asksToTryLater: false });
    expect(readAnswer(404, body, cipher).kind).toBe('unreadable');
  });

  test('the text is not kept, only whether it asks to try later', () => {
    const answer = readAnswer(200, '<h1>Too many requests</h1> learner@example.org', null);
    expect(answer).toMatchObject({ kind: 'unreadable', asksToTryLater: true });
    expect(JSON.stringify(answer)).not.toContain('example.org');
  });

  test('cipher text of another key is undecipherable, in the body and in "error"', () => {
    const foreign = createCipher(OTHER_KEY).encrypt(JSON.stringify(success));
    expect(readAnswer(200, foreign, cipher)).toMatchObject({
      kind: 'undecipherable',
      why: expect.stringContaining('other than'),
    });
    expect(readAnswer(400, JSON.stringify({ error: foreign }), cipher).kind).toBe('undecipherable');
  });

  test('cipher text without a configured key is undecipherable', () => {
    const body = cipher.encrypt(JSON.stringify(success));
    expect(readAnswer(200, body, null)).toMatchObject({
      kind: 'undecipherable',
      why: expect.stringContaining('no encryption key'),
    });
  });

  test('cipher text of something that is not JSON', () => {
    expect(readAnswer(200, cipher.encrypt('hello'), cipher).kind).toBe('unreadable');
  });
});
