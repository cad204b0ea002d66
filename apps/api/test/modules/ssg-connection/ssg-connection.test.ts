import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSsgConnection } from '../../../src/modules/ssg-connection/read-ssg-connection.js';
import { readSettings } from '../../../src/settings/settings.js';
import { dataOf } from '../../graphql/ask.js';
import { somebody } from '../../support/known-callers.js';
import { createActsWorld } from '../course-runs/acts-world.js';
import { CERTIFICATE, CERTIFICATE_ENDS } from './certificate.js';

const UEN = 'T26ZZ0002A';
const NOW = Date.parse('2026-11-21T00:00:00Z');
const LIVE = { SSG_BASE_URL: 'https://ssg.example.org' };
const FILES = { SSG_CERTIFICATE_FILE: '/secret/place/cert.pem', SSG_PRIVATE_KEY_FILE: '/secret/place/key.pem' };
const KEY = Buffer.alloc(32, 7).toString('base64');

const connection = (environment: Record<string, string>, options: { now?: number; file?: string | null } = {}) =>
  readSsgConnection({
    settings: readSettings(environment),
    uen: UEN,
    now: options.now ?? NOW,
    readFile: (file) => (options.file == null ? readFileSync(file, 'utf8') : options.file),
  });

describe('X10 how a provider is connected', () => {
  test('without settings: the simulator, whose credentials are known', () => {
    expect(connection({ SSG_SIMULATOR_PORT: '4321' })).toMatchObject({
      mode: 'simulated',
      host: '127.0.0.1:4321',
      authentication: 'oauth',
      credentialsPresent: true,
      encryptionKeyPresent: true,
      remedy: null,
    });
  });

  test('S1.23 live and without credentials: which settings to make', () => {
    expect(connection(LIVE)).toMatchObject({
      mode: 'live',
      host: 'ssg.example.org',
      authentication: 'none',
      credentialsPresent: false,
      encryptionKeyPresent: false,
      rateLimitMs: 2000,
      remedy: expect.stringContaining('SSG_CLIENT_ID'),
    });
  });

  test('by client id and secret of the provider’s own', () => {
    const own = { [`SSG_CLIENT_ID__${UEN}`]: 'invented', [`SSG_CLIENT_SECRET__${UEN}`]: 'invented-secret' };
    const facts = connection({ ...LIVE, ...own, SSG_API_VERSIONS: '{"enrolments.search":"v9"}' });
    expect(facts).toMatchObject({
      authentication: 'oauth',
      ownCredentials: true,
      encryptionKeyPresent: false,
      certificateExpiresAt: null,
      apiVersions: [{ operation: 'enrolments.search', version: 'v9' }],
      remedy: null,
    });
    expect(JSON.stringify(facts)).not.toContain('invented-secret');
  });

  test.each([
    ['long before', -400, /^$/],
    ['soon', -10, /expires on/],
    ['too late', 1, /expired on/],
  ])('by certificate, and when it expires: %s', (_when, days, remedy) => {
    const now = CERTIFICATE_ENDS + days * 24 * 3_600_000;
    const facts = connection({ ...LIVE, ...FILES, SSG_ENCRYPTION_KEY: KEY }, { now, file: CERTIFICATE });
    expect(facts).toMatchObject({
      authentication: 'certificate',
      credentialsPresent: true,
      encryptionKeyPresent: true,
      certificateExpiresAt: new Date(CERTIFICATE_ENDS),
    });
    expect(facts.remedy ?? '').toMatch(remedy);
    expect(JSON.stringify(facts)).not.toContain(KEY);
  });

  test('S1.26 a file that cannot be read, or is no certificate, is not named', () => {
    const missing = connection({ ...LIVE, ...FILES });
    expect(missing).toMatchObject({
      authentication: 'certificate',
      credentialsPresent: false,
      remedy: expect.stringContaining('SSG_CERTIFICATE_FILE'),
    });
    const broken = connection({ ...LIVE, ...FILES }, { file: 'no certificate' });
    expect(broken).toMatchObject({ certificateExpiresAt: null, remedy: expect.stringContaining('PEM') });
    expect(JSON.stringify([missing, broken])).not.toContain('/secret/place');
  });
});

test('S1.25 TrainingProvider.ssgConnection is for who may read the settings', async () => {
  const world = await createActsWorld({ ssgRuns: [] });
  try {
    const query =
      '{ trainingProviders { nodes { uen ssgConnection { mode host environment authentication credentialsPresent ownCredentials encryptionKeyPresent certificateExpiresAt rateLimitMs apiVersions { operation version } remedy } } } }';
    expect(await dataOf(world.api, query, {}, world.operations)).toEqual({
      trainingProviders: {
        nodes: [
          {
            uen: '201999999Z',
            ssgConnection: {
              mode: 'SIMULATED',
              host: `127.0.0.1:${world.simulator?.port}`,
              environment: 'sandbox',
              authentication: 'OAUTH',
              credentialsPresent: true,
              ownCredentials: false,
              encryptionKeyPresent: true,
              certificateExpiresAt: null,
              rateLimitMs: 0,
              apiVersions: [],
              remedy: null,
            },
          },
        ],
      },
    });
    const trainer = world.callers.as(somebody(world.people.tan, world.providerId, 'trainer'));
    await expect(dataOf(world.api, query, {}, trainer)).rejects.toThrow(/FORBIDDEN/);
  } finally {
    await world.close();
  }
});
