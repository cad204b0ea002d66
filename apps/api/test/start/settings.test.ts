import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readSettings, SettingsError } from '../../src/settings/settings.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const example = parseEnv(readFileSync(path.join(root, '.env.example'), 'utf8'));

function mistakesOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
}

test('S1.12 .env.example names every variable that is read, and no other', () => {
  const source = readFileSync(path.join(root, 'apps/api/src/settings/settings.ts'), 'utf8');
  const declared = source
    .slice(source.indexOf('const Environment = z.object({'), source.indexOf('\n});'))
    .matchAll(/^ {2}([A-Z][A-Z_]+):/gm);
  const read = [...declared].map(([, name]) => name).sort();
  expect(read.length).toBeGreaterThan(20);
  expect(Object.keys(example).sort()).toEqual(read);
});

test('S1.12 the names of the source document are kept', () => {
  const names = [
    'APP_NAME',
    'ENVIRONMENT',
    'SECRET_KEY',
    'DATABASE_URL',
    'REDIS_URL',
    'SSG_BASE_URL',
    'SSG_CLIENT_ID',
    'SSG_CLIENT_SECRET',
    'SSG_TIMEOUT_SECONDS',
    'SSG_ENV',
    'SSG_WEBHOOK_SECRET',
    'LOG_LEVEL',
  ];
  expect(Object.keys(example)).toEqual(expect.arrayContaining(names));
});

test('.env.example as it is means what an empty environment means', () => {
  expect(readSettings(example as Record<string, string>)).toEqual(readSettings({}));
});

describe('each mistake is one line that names the variable and what is right', () => {
  test.each([
    ['API_PORT', 'four', 'must be a port number, for example 4000'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal, error'],
    ['ENVIRONMENT', 'prod', 'must be local, staging or production'],
    ['DATABASE_URL', 'mysql://x', 'must be a URL, for example postgresql://'],
    ['DATABASE_POOL_SIZE', 'many', 'must be a number of connections'],
    ['SSG_BASE_URL', 'ssg', 'must be a URL, for example https://'],
    ['SSG_ENV', 'test', 'must be sandbox or production'],
    ['SSG_RATE_LIMIT_MS', 'slow', 'must be milliseconds'],
    ['SSG_API_VERSIONS', '{v3}', 'must be JSON of operation to version'],
    ['SSG_ENCRYPTION_KEY', 'short', 'must be base64 of 32 bytes'],
    ['IDENTIFIER_HASH_KEY', 'short', 'must be base64 of 32 bytes'],
    ['SECRET_KEY', 'short', 'must have at least 32 characters'],
    ['EXTERNAL_API_KEY_FOR_CLAWDBOT', 'short', 'must have at least 16 characters'],
    ['ROLLCALL_DEMO', 'yes', 'must be 0 or 1'],
  ])('%s=%s', (name, value, message) => {
    const mistakes = mistakesOf({ [name]: value });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${name} `));
    expect(mistakes[0]).toContain(message);
  });

  test('several at once, and every one is told', () => {
    expect(mistakesOf({ API_PORT: 'x', LOG_LEVEL: 'x', SSG_ENV: 'x' })).toHaveLength(3);
  });

  test('credentials that go together', () => {
    expect(mistakesOf({ SSG_CLIENT_ID: 'alone' })).toEqual([
      expect.stringContaining('SSG_CLIENT_ID and SSG_CLIENT_SECRET go together'),
    ]);
    expect(mistakesOf({ SSG_CERTIFICATE_FILE: 'alone.pem' })).toEqual([
      expect.stringContaining('SSG_PRIVATE_KEY_FILE go together'),
    ]);
  });

  test('outside local, secrets and SSG must be named', () => {
    expect(mistakesOf({ ENVIRONMENT: 'production' })).toEqual(
      ['SECRET_KEY', 'IDENTIFIER_HASH_KEY', 'IDENTIFIER_SEAL_KEY', 'SSG_BASE_URL'].map(
        (name) => `${name} must be set when ENVIRONMENT is production`,
      ),
    );
  });
});
