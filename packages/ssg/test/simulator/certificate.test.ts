import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/server.js';
import { createCipher } from '../../src/wire/cipher.js';
import { ENCRYPTED_APP, KEY, open, TODAY } from './support/simulation.js';

const selfSigned = async (commonName: string) => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: commonName }], { keySize: 2048 });
  return { key, cert };
};

async function openOverTls() {
  const [server, client, stranger] = await Promise.all([selfSigned('localhost'), selfSigned('client'), selfSigned('stranger')]);
  const app = { name: 'certificate', auth: { kind: 'certificate', certificatePem: client.cert }, encryptionKey: KEY } as const;
  const { simulator } = await open({
    dataset: { kind: 'generated', courses: 1, runsPerCourse: 1, learnersPerRun: 1 },
    apps: [app, ENCRYPTED_APP],
    tls: { keyPem: server.key, certificatePem: server.cert },
  });
  const [run] = simulator.state.runs();
  const search = createCipher(KEY).encrypt(JSON.stringify({ enrolment: { course: { run: { id: String(run?.id) } } } }));
  const ask = (identity: { key?: string; cert?: string }) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const options = {
        method: 'POST',
        ca: server.cert,
        checkServerIdentity: () => undefined,
        agent: false,
        ...identity,
      } as const;
      const sent = request(`${simulator.url}/tpg/enrolments/search`, options, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, text: body }), reject);
      });
      sent.on('error', reject).end(search);
    });
  return { simulator, client, stranger, ask };
}

test('ssg-api.md §1.3 the uploaded certificate opens the door, without a token', async () => {
  const { simulator, client, ask } = await openOverTls();

  const received = await ask(client);

  expect(received.status).toBe(200);
  expect(JSON.parse(createCipher(KEY).decrypt(received.text))).toMatchObject({ status: '200', meta: { totalRecords: 1 } });
  expect(simulator.calls.list()).toMatchObject([{ app: 'certificate', operation: 'enrolments.search' }]);
});

test('ssg-api.md §1.3 no certificate, or somebody else’s, is refused', async () => {
  const { stranger, ask } = await openOverTls();

  const [without, foreign] = [await ask({}), await ask(stranger)];

  expect([without.status, without.text]).toEqual([401, '{"error":"Authorization field missing"}']);
  expect([foreign.status, foreign.text]).toEqual([401, '{"error":"Authorization field missing"}']);
});

test('a certificate app without TLS is a mistake that is told at the start', async () => {
  const { cert } = await selfSigned('client');
  const app = { name: 'certificate', auth: { kind: 'certificate', certificatePem: cert }, encryptionKey: KEY } as const;

  await expect(startSimulator({ today: TODAY, apps: [app] })).rejects.toThrow('A certificate app needs HTTPS');
});
