import { describe, expect, test } from 'vitest';
import { errorFromTransport } from '../../src/errors/from-transport.js';
import { TransportError } from '../../src/wire/transport.js';

const read = { operation: 'enrolments.search', correlationId: 'c-1', attempt: 1, repeatable: true };
const write = { ...read, operation: 'enrolments.create', repeatable: false };

const cases: [TransportError['reason'], string | undefined, object][] = [
  [
    'not-connected',
    'ECONNREFUSED',
    { kind: 'unavailable', reason: 'not-connected', summary: expect.stringContaining('nothing was sent') },
  ],
  ['network', 'ECONNRESET', { kind: 'unavailable', reason: 'network' }],
  ['timeout', undefined, { kind: 'unavailable', reason: 'timeout', summary: expect.stringContaining('30000 ms') }],
  [
    'tls',
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    { kind: 'auth', remedy: expect.stringContaining('refused the client certificate') },
  ],
  [
    'tls',
    'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
    { kind: 'auth', remedy: expect.stringContaining('refused the client certificate') },
  ],
  ['tls', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', { kind: 'auth', remedy: expect.stringContaining('refused the client certificate') }],
  ['tls', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', { kind: 'auth', remedy: expect.stringContaining('could not be verified') }],
  ['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT', { kind: 'auth', remedy: expect.stringContaining('could not be verified') }],
  ['tls', 'CERT_HAS_EXPIRED', { kind: 'auth', remedy: expect.stringContaining('could not be verified') }],
];

describe('when no answer came', () => {
  test.each(cases)('%s (%s)', (reason, code, expected) => {
    const error = errorFromTransport(read, new TransportError(reason, code, { cause: undefined }), 30_000);
    expect(error).toMatchObject({ ...expected, code, httpStatus: undefined, operation: 'enrolments.search' });
  });

  test.each(['network', 'timeout'] as const)('habit 21 a write that ended in "%s" is to be looked up first', (reason) => {
    const error = errorFromTransport(write, new TransportError(reason, undefined, { cause: undefined }), 30_000);
    expect(error).toMatchObject({ repeatable: false, remedy: expect.stringContaining('look the record up') });
  });
});
