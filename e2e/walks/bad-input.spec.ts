import { expect } from '@playwright/test';
import { runningDatabase } from '../support/embedded-database.js';
import { freePorts, occupyPort } from '../support/free-port.js';
import { addProviderOf, COURSE_COLUMNS } from '../support/provider-of-simulator.js';
import { test } from '../support/walk.js';

const NO_DEMO = { ROLLCALL_DEMO: '0' };

for (const { setting, what } of [
  { setting: 'API_PORT', what: 'of the API' },
  { setting: 'SSG_SIMULATOR_PORT', what: 'of the simulator' },
])
  test(`the port ${what} is taken: the start names the setting, and takes down what was up`, async ({ installation }) => {
    const other = await occupyPort();
    const system = installation.start({ ...NO_DEMO, [setting]: String(other.port) });
    expect(await system.ended).toBe(1);
    expect(system.stderr).toContain(`Failed: Port ${other.port} is taken`);
    expect(system.stderr).toContain(setting);
    expect(system.stderr).not.toMatch(/^ +at /m);
    expect(runningDatabase(installation.dataFolder)).toBeNull();
    await other.leave();
  });

test('DATABASE_URL leads nowhere: one line says so without the password, for start and preflight', async ({ installation }) => {
  const [port] = await freePorts(1);
  const settings = { DATABASE_URL: `postgresql://rollcall:invented-password@127.0.0.1:${port}/rollcall` };
  const system = installation.start(settings);
  expect(await system.ended).toBe(1);
  expect(system.stderr.trim().split('\n')).toEqual([
    expect.stringContaining(`127.0.0.1:${port} cannot be reached`),
    expect.stringContaining('DATABASE_URL'),
  ]);
  const preflight = await installation.rollcall(['preflight'], settings);
  expect(preflight.code).toBe(1);
  expect(preflight.stdout).toMatch(/^failed +database +.*ECONNREFUSED.*\n.*DATABASE_URL/);
  expect(system.stderr + preflight.stdout + preflight.stderr).not.toContain('invented-password');
});

test('DATABASE_URL leads nowhere: a command that needs it names the setting', async ({ installation }) => {
  const [port] = await freePorts(1);
  const settings = { DATABASE_URL: `postgresql://rollcall:invented-password@127.0.0.1:${port}/rollcall` };
  const listed = await installation.rollcall(['provider', 'list'], settings);
  expect(listed.code).toBe(1);
  expect(listed.stdout).toBe('');
  expect(listed.stderr).toContain('DATABASE_URL');
});

test('S1.12 wrong settings: one line each, before anything is started', async ({ installation }) => {
  const wrong = {
    API_PORT: 'four thousand',
    ENVIRONMENT: 'moon',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://127.0.0.1/rollcall',
    SSG_BASE_URL: 'ssg-wsg.sg',
    SSG_CONCURRENCY: '0',
    SSG_ENCRYPTION_KEY: 'too short',
    SSG_API_VERSIONS: 'v3.0',
    EXTERNAL_API_KEY_FOR_CLAWDBOT: 'short',
  };
  const system = installation.start(wrong);
  const started = { code: await system.ended, stdout: system.stdout, stderr: system.stderr };
  for (const result of [started, await installation.rollcall(['provider', 'list'], wrong)]) {
    expect(result).toMatchObject({ code: 2, stdout: '' });
    const [head, ...lines] = result.stderr.trim().split('\n');
    expect(head).toContain('9 mistakes');
    expect(lines.map((line) => line.trim().split(' ')[0]).sort()).toEqual(Object.keys(wrong).sort());
  }
  expect(runningDatabase(installation.dataFolder)).toBeNull();
});

test('unreadable rows of a CSV file: line and reason for each, the rest is imported, the exit code says so', async ({
  installation,
}) => {
  await installation.rollcall(['provider', 'add', '--uen', '201912345K', '--name', 'Invented'], NO_DEMO);
  const rows = [
    COURSE_COLUMNS.join(','),
    'TGS-2026000001,"Two lines,\nof a title",,',
    'TGS-2026000002,a "quote" astray,,',
    ',No code,,',
    'TGS-2026000003,Too short',
    'TGS-2026000004,Wrong address,nobody,',
    'TGS-2026000001,Again,,',
    'TGS-2026000005,The last,trainer@example.org,',
  ];
  await installation.write('courses.csv', `\uFEFF${rows.join('\r\n')}\r\n`);
  const imported = await installation.rollcall(['import', 'courses', 'courses.csv', '--json'], NO_DEMO);
  expect(imported.code).toBe(3);
  const report = JSON.parse(imported.stdout) as { created: number; rejected: { line: number; reason: string }[] };
  expect(report.created).toBe(2);
  expect(report.rejected).toEqual([
    { line: 4, reason: expect.stringContaining('quote') },
    { line: 5, reason: expect.stringContaining('course_code') },
    { line: 6, reason: expect.stringContaining('2 cells instead of 4') },
    { line: 7, reason: expect.stringContaining('"nobody"') },
    { line: 8, reason: expect.stringContaining('line 2') },
  ]);
  const missing = await installation.rollcall(['import', 'courses', 'elsewhere.csv'], NO_DEMO);
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('elsewhere.csv cannot be read');
});

test('S1.23 a wrong SSG secret or key: preflight names the credential, and a sync fails without writing', async ({
  installation,
}) => {
  const ssg = await installation.simulator(['--seed', '5']);
  await addProviderOf(ssg, installation, ssg.settings);
  const wrongSecret = { ...ssg.settings, SSG_CLIENT_SECRET: 'not-the-secret' };
  const preflight = await installation.rollcall(['preflight'], wrongSecret);
  expect(preflight.code).toBe(1);
  expect(preflight.stdout).toMatch(/^failed +SSG credentials .*401.*\n.*SSG_CLIENT_ID and SSG_CLIENT_SECRET/m);
  expect(preflight.stdout + preflight.stderr).not.toContain('not-the-secret');

  const sync = await installation.rollcall(['sync', 'upcoming-course-runs', '--json'], wrongSecret);
  expect(sync.code).toBe(1);
  const summary = JSON.parse(sync.stdout) as { status: string; remedy: string };
  expect(summary.status).toBe('failed');
  expect(summary.remedy).toMatch(/client id and secret/);

  const wrongKey = { ...ssg.settings, SSG_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64') };
  const encryption = await installation.rollcall(['preflight'], wrongKey);
  expect(encryption.code).toBe(1);
  expect(encryption.stdout).toMatch(/^failed +encryption .*\n.*SSG_ENCRYPTION_KEY/m);
  expect((await installation.rollcall(['preflight'], ssg.settings)).code).toBe(0);
});

test('S1.23 a wrong SSG secret: the sync names the settings that hold it', async ({ installation }) => {
  const ssg = await installation.simulator(['--seed', '5']);
  await addProviderOf(ssg, installation, ssg.settings);
  const sync = await installation.rollcall(['sync', 'upcoming-course-runs'], {
    ...ssg.settings,
    SSG_CLIENT_SECRET: 'not-the-secret',
  });
  expect(sync.code).toBe(1);
  expect(sync.stdout + sync.stderr).toContain('SSG_CLIENT_SECRET');
});
