import { describe, expect, test } from 'vitest';
import { createSsgClient } from '../src/client.js';
import { readEncryptionKey, readHttpsUrl, readRetryPolicy } from '../src/client-options.js';
import { SsgConfigurationError } from '../src/errors/configuration-error.js';
import { DEFAULT_RETRY_POLICY } from '../src/retry.js';
import { OAUTH, TEST_KEY } from './support/test-client.js';

describe('options are checked before anything is sent', () => {
  test.each([
    'https://api.ssg-wsg.sg',
    'https://api.example.org/prefix',
    'http://localhost:8080',
    'http://127.0.0.1:1',
    'http://[::1]:1',
  ])('%s is accepted', (url) => {
    expect(readHttpsUrl('baseUrl', url).href).toContain(url);
  });

  test.each([
    ['http://api.ssg-wsg.sg', /unencrypted/],
    ['http://127.0.0.1.example.org', /unencrypted/],
    ['http://localhost.example.org', /unencrypted/],
    ['ftp://localhost', /unencrypted/],
    ['api.ssg-wsg.sg', /is not a URL/],
    ['', /is not a URL/],
    ['https://name:word@api.example.org', /credentials, a query or a fragment/],
    ['https://api.example.org?x=1', /credentials, a query or a fragment/],
  ])('bug 66 %s is refused with a remedy', (baseUrl, reason) => {
    const create = () => createSsgClient({ baseUrl, auth: OAUTH });
    expect(create).toThrow(SsgConfigurationError);
    expect(create).toThrow(reason);
    expect(create).toThrow(/Give an absolute https URL/);
    expect(create).not.toThrow(/name:word/);
  });

  test('the token URL is checked as well', () => {
    expect(() =>
      createSsgClient({ baseUrl: 'https://api.example.org', tokenUrl: 'http://api.example.org', auth: OAUTH }),
    ).toThrow(/^tokenUrl/);
  });

  test('a retry member that is undefined keeps its default: a limit must not vanish', () => {
    expect(readRetryPolicy({ maxAttempts: undefined, baseDelayMs: 7 })).toEqual({ ...DEFAULT_RETRY_POLICY, baseDelayMs: 7 });
    expect(readRetryPolicy()).toEqual(DEFAULT_RETRY_POLICY);
  });

  test('a wrong encryption key is refused, none means plain JSON', () => {
    expect(() => readEncryptionKey('AAAA')).toThrow(SsgConfigurationError);
    expect(readEncryptionKey(undefined)).toBeNull();
    expect(readEncryptionKey(TEST_KEY)).not.toBeNull();
  });
});
