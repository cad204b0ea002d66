import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createSsgClient } from '../../src/client.js';
import { SsgConfigurationError } from '../../src/errors/configuration-error.js';
import { runView } from '../support/answers.js';
import { type KeyPair, makeKeyPair } from '../support/certificates.js';
import { startScriptedServer } from '../support/scripted-server.js';
import { QUICK_RETRY, rejectionOf } from '../support/test-client.js';

let server: KeyPair;
let provider: KeyPair;
let stranger: KeyPair;
beforeAll(async () => {
  [server, provider, stranger] = await Promise.all([
    makeKeyPair('ssg.example.org'),
    makeKeyPair('provider.example.org'),
    makeKeyPair('stranger.example.org'),
  ]);
});

/** An https server that wants the provider's certificate, and a client that presents `certificate`. */
async function startMutualTls(certificate: KeyPair, options: { authorityPem?: string; now?: () => Date } = {}) {
  const ssg = await startScriptedServer([{ body: runView() }], {
    tls: {
      key: server.privateKeyPem,
      cert: server.certificatePem,
      ca: provider.certificatePem,
      requestCert: true,
      rejectUnauthorized: true,
    },
  });
  const { authorityPem, now } = options;
  const client = createSsgClient({
    baseUrl: ssg.url,
    auth: { kind: 'certificate', ...certificate, ...(authorityPem === undefined ? {} : { authorityPem }) },
    retry: { ...QUICK_RETRY, maxAttempts: 1 },
    now,
  });
  onTestFinished(async () => {
    await client.close();
    await ssg.stop();
  });
  return { ssg, client };
}

describe('X10 client certificates (ssg-api.md §1.3)', () => {
  test('the client certificate opens the connection, and no token is minted', async () => {
    const { ssg, client } = await startMutualTls(provider, { authorityPem: server.certificatePem });
    expect((await client.courseRuns.get('850001'))?.run.id).toBe('850001');
    expect(ssg.tokenRequests).toHaveLength(0);
    expect(ssg.requests[0]?.headers.authorization).toBeUndefined();
  });

  test('a certificate that SSG does not know is refused', async () => {
    const { ssg, client } = await startMutualTls(stranger, { authorityPem: server.certificatePem });
    const error = await rejectionOf(client.courseRuns.get('850001'));
    // This server closes the connection without a TLS alert, as many do, so only the remedy can name the certificate.
    expect(error).toMatchObject({ kind: 'unavailable', remedy: expect.stringContaining('certificate') });
    expect(ssg.requests).toHaveLength(0);
  });

  test('bug 66 a server whose certificate cannot be verified gets nothing, whatever the environment says', async () => {
    const { ssg, client } = await startMutualTls(provider);
    const error = await rejectionOf(client.courseRuns.get('850001'));
    expect(error).toMatchObject({ kind: 'auth', remedy: expect.stringContaining('could not be verified') });
    expect(ssg.requests).toHaveLength(0);
  });

  test('checkCredentials tells the validity', async () => {
    const { client } = await startMutualTls(provider);
    const check = await client.checkCredentials();
    expect(check).toMatchObject({ kind: 'certificate', subject: 'CN=provider.example.org' });
    expect(check.kind === 'certificate' && check.validTo > check.validFrom).toBe(true);
  });

  test('checkCredentials refuses a certificate that has expired', async () => {
    const { client } = await startMutualTls(provider, { now: () => new Date('2199-01-01T00:00:00Z') });
    const error = await rejectionOf(client.checkCredentials());
    expect(error).toBeInstanceOf(SsgConfigurationError);
    expect(error).toMatchObject({ option: 'auth.certificatePem', remedy: expect.stringContaining('Make a new certificate') });
  });
});

const create = (certificate: KeyPair) => () =>
  createSsgClient({ baseUrl: 'https://api.example.org', auth: { kind: 'certificate', ...certificate } });

describe('a certificate that cannot work is refused before anything is sent', () => {
  test('the key of another certificate', () => {
    expect(create({ ...provider, privateKeyPem: stranger.privateKeyPem })).toThrow(/does not belong to the certificate/);
  });

  test('a text that is no certificate', () => {
    expect(create({ ...provider, certificatePem: 'hello' })).toThrow(
      /auth.certificatePem: this is not a certificate in PEM form/,
    );
  });

  test('a text that is no key', () => {
    expect(create({ ...provider, privateKeyPem: 'hello' })).toThrow(/auth.privateKeyPem: this is not a private key in PEM form/);
  });
});
