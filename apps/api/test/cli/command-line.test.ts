import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Simulator, startSimulator } from '@rollcall/ssg/simulator/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/run-command-line.js';
import { runProgram } from '../support/run-program.js';
import { createTestDependencies, type TestDependencies } from '../support/test-dependencies.js';

const UEN = 'T26ZZ0002A';
const TODAY = '2026-11-21';
const RUN = 850001;

let simulator: Simulator;
let deps: TestDependencies;
let environment: Record<string, string>;
let folder: string;
beforeAll(async () => {
  const runs = [
    {
      id: RUN,
      startDate: '2026-11-25',
      enrolments: [{ referenceNumber: 'ENR-2611-000001' }, { referenceNumber: 'ENR-2611-000002', status: 'Cancelled' as const }],
    },
    { id: 850002, startDate: '2026-11-26' },
  ];
  const courses = [{ referenceNumber: 'TGS-2026900001', runs }];
  simulator = await startSimulator({
    today: TODAY,
    dataset: { kind: 'explicit', providers: [{ uen: UEN, courses }] },
    clock: () => new Date(),
  });
  deps = await createTestDependencies();
  environment = { ...deps.environment, SSG_SIMULATOR_PORT: String(simulator.port) };
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-import-'));
});
afterAll(async () => {
  await deps.close();
  await simulator.stop();
  rmSync(folder, { recursive: true });
});

const rollcall = (words: string, more: Record<string, string> = {}) => runCommandLine(words, { ...environment, ...more });
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

describe('from nothing to a synced provider', () => {
  test('without a provider, a sync says how to add one', async () => {
    const { exitCode, stderr } = await rollcall('sync upcoming-course-runs');
    expect(exitCode).toBe(1);
    expect(stderr).toBe('Failed: There is no training provider yet.\nAdd one: rollcall provider add --uen UEN --name NAME\n');
  });

  test('provider add, list and set', async () => {
    expect(await rollcall(`provider add --uen ${UEN} --name Academy`)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Added.'),
    });
    const listed = await rollcall('provider list --json');
    expect(JSON.parse(listed.stdout)).toMatchObject([{ uen: UEN, thresholdDays: 21 }]);
    expect(await rollcall(`provider set ${UEN.toLowerCase()} --threshold-days 14`)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Changed.'),
    });
    expect((await rollcall('provider list')).stdout).toMatch(/T26ZZ0002A\s+Academy\s+T26ZZ0002A-01\s+Asia\/Singapore\s+14\s+tms/);
  });

  test('import courses: counts on stdout, exit code 3 where a row was rejected, JSON on demand', async () => {
    const courses = file(
      'courses.csv',
      'course_code,title,trainers_email_list,trainers_list\nTGS-2026900001,Food,,Ann Lee\n,Nothing,,\n',
    );
    const { exitCode, stdout, stderr } = await rollcall(`import courses ${courses}`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(stdout).toContain('1 created, 0 updated, 0 unchanged, 1 rejected\n  rejected  line 3: has no course_code');
    const again = await rollcall(`import courses ${courses} --json`);
    expect(JSON.parse(again.stdout)).toEqual({
      created: 0,
      updated: 0,
      unchanged: 1,
      rejected: [{ line: 3, reason: 'has no course_code' }],
      warnings: [],
    });
  });

  test('import users: exit code 0 where every row was fine', async () => {
    const users = file('users.csv', 'name,email,roles\nAnn Lee,ann@example.org,trainer\n');
    expect(await rollcall(`import users ${users}`)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 created') });
  });

  test('an import of a file that is not there, or is no such CSV, says so', async () => {
    expect(await rollcall('import users nowhere.csv')).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('nowhere.csv cannot be read'),
    });
    const wrong = await rollcall(`import users ${file('wrong.csv', 'a,b\n1,2\n')}`);
    expect(wrong).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('name,email,roles') });
  });

  test('preflight: a line per check, exit code 0', async () => {
    const { exitCode, stdout } = await rollcall('preflight');
    expect({ exitCode, words: stdout.split('\n').map((line) => line.split(' ')[0]) }).toEqual({
      exitCode: 0,
      words: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', ''],
    });
  });

  test('preflight with a wrong secret: exit code 1, the variable and what to do', async () => {
    const { exitCode, stdout } = await rollcall('preflight', { SSG_CLIENT_ID: 'nobody', SSG_CLIENT_SECRET: 'nothing' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/failed\s+SSG credentials/);
    expect(stdout).toContain('SSG_CLIENT_ID and SSG_CLIENT_SECRET');
  });

  test('a dry run prints what, before, after and rule, and writes nothing', async () => {
    const { exitCode, stdout } = await rollcall(`sync upcoming-course-runs --dry-run --today ${TODAY}`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Run ${RUN}`);
    expect(stdout).toMatch(/start_date: \(empty\) → 2026-11-25 \[S0\.\d+/);
    expect(stdout).toMatch(/skip\s+ENR-2611-000002.*\[S0\.14 new-inactive-skipped\]/);
    expect(stdout).toContain('Nothing was written. 2 units:');
    expect(await deps.database.prisma.courseRun.count()).toBe(0);
    expect(await deps.database.prisma.syncBatch.count()).toBe(0);
  });

  test('a dry run as JSON is one document', async () => {
    const { stdout } = await rollcall(`sync upcoming-course-runs --dry-run --json --today ${TODAY}`);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ provider: { uen: UEN }, today: TODAY, thresholdDays: 14, totals: { units: 2, errors: 0 } });
    expect(document.units.map(({ ssgRunId }: { ssgRunId: string }) => ssgRunId).sort()).toEqual([String(RUN), '850002']);
  });

  test('a sync: progress on stderr, summary on stdout, and the second one has nothing to change', async () => {
    const first = await rollcall(`sync upcoming-course-runs --today ${TODAY}`);
    expect(first).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^completed/),
      stderr: expect.stringMatching(/syncing runs \d+ of 2/),
    });
    expect(await deps.database.prisma.enrolment.count()).toBe(1);
    const second = await rollcall(`sync upcoming-course-runs --today ${TODAY}`);
    expect(second.stdout).toContain('none: everything is as SSG says');
  });

  test('a sync as JSON, of one run', async () => {
    const { exitCode, stdout } = await rollcall(`sync upcoming-course-runs --today ${TODAY} --run ${RUN} --json`);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'completed',
      runs: { success: 1 },
      changes: { enrolment: { created: 0, updated: 0 } },
    });
  });
});

describe('when it fails', () => {
  test('wrong key: the sync names what was refused, what to do, and ends with 1', async () => {
    const { exitCode, stdout, stderr } = await rollcall(`sync upcoming-course-runs --today ${TODAY}`, {
      SSG_CLIENT_ID: 'nobody',
      SSG_CLIENT_SECRET: 'nothing',
    });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failed/);
    expect(stdout).toMatch(/client id|secret/i);
    expect(stderr).toContain('rollcall preflight');
  });

  test('a part that fails: exit code 3, and the run is named', async () => {
    simulator.faults.add({ operation: 'enrolments.search', runId: RUN, effect: { kind: 'status', status: 400 } });
    try {
      const { exitCode, stdout } = await rollcall(`sync upcoming-course-runs --today ${TODAY}`);
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: expect.stringMatching(/^partial/) });
      expect(stdout).toContain(`run ${RUN}`);
    } finally {
      simulator.faults.clear();
    }
  });

  test('another process syncs already: exit code 1 and the id of its batch', async () => {
    simulator.faults.add({ operation: 'enrolments.search', effect: { kind: 'hold' } });
    const running = runProgram('cli/main.ts', ['sync', 'upcoming-course-runs', '--today', TODAY, '--json'], environment);
    await expect.poll(() => deps.database.prisma.syncBatch.count({ where: { status: 'running' } }), { timeout: 60_000 }).toBe(1);
    const { exitCode, stderr } = await rollcall('sync upcoming-course-runs');
    simulator.faults.clear();
    expect(await running.ended).toBe(0);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`A sync of this provider runs already: ${JSON.parse(running.stdout).runId}`);
  });

  test.each([
    ['an unknown command', 'nonsense', /unknown command 'nonsense'/],
    ['an unknown option', 'provider list --colour', /unknown option '--colour'/],
    ['a day that is none', 'sync upcoming-course-runs --today 2026-02-30', /day of the calendar/],
    ['no setting to change', `provider set ${UEN}`, /at least one setting/],
    ['something left out', 'provider add --uen 201912345K', /--name/],
  ])('%s is a matter of usage: exit code 2, nothing on stdout', async (_name, words, message) => {
    expect(await rollcall(words)).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
  });

  test('a wrong environment is told in one line per mistake, exit code 2', async () => {
    const { exitCode, stderr } = await rollcall('provider list', { API_PORT: 'four', LOG_LEVEL: 'loud' });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^Failed: The environment has 2 mistakes:\n {2}\w+ .*\n {2}\w+ .*\n$/);
  });

  test('no stack unless --verbose asks for it', async () => {
    const broken = { DATABASE_URL: 'postgresql://rollcall:x@127.0.0.1:1/rollcall' };
    expect((await rollcall('provider list', broken)).stderr).not.toMatch(/\n\s+at /);
    expect((await rollcall('--verbose provider list', broken)).stderr).toMatch(/\n\s+at /);
  });
});

describe('as a process of its own', () => {
  test('data on stdout and nothing else, exit code 0', async () => {
    const program = runProgram('cli/main.ts', ['provider', 'list', '--json'], environment);
    expect(await program.ended).toBe(0);
    expect(JSON.parse(program.stdout)).toMatchObject([{ uen: UEN }]);
    expect(program.stderr).toBe('');
  });

  test('exit codes reach the shell', async () => {
    const [usage, failed] = [
      runProgram('cli/main.ts', ['nonsense'], environment),
      runProgram('cli/main.ts', ['import', 'users', 'nowhere.csv'], environment),
    ];
    expect([await usage.ended, await failed.ended]).toEqual([2, 1]);
  });

  test('a file is looked for in the folder one stands in', async () => {
    file('here.csv', 'name,email,roles\nBob Ong,bob@example.org,auditor\n');
    const program = runProgram('cli/main.ts', ['import', 'users', 'here.csv'], environment, folder);
    expect([await program.ended, program.stderr]).toEqual([0, '']);
  });

  test('the simulator says where it is and what opens it, and Ctrl-C stops it with 130', async () => {
    const program = runProgram('cli/main.ts', ['simulator', '--port', '0', '--seed', '7'], environment);
    await program.says(/SSG_CLIENT_SECRET=/);
    const [, url] = /SSG_BASE_URL=(\S+)/.exec(program.stdout) ?? [];
    expect((await fetch(`${url}/courses/courseRuns/id/1`)).status).toBe(401);
    program.process.kill('SIGINT');
    expect(await program.ended).toBe(130);
  });

  test('Ctrl-C stops a sync at a safe point, and the next one goes on with it', async () => {
    simulator.faults.add({ operation: 'enrolments.search', effect: { kind: 'hold' } });
    const program = runProgram('cli/main.ts', ['sync', 'upcoming-course-runs', '--today', TODAY], environment);
    await expect.poll(() => deps.database.prisma.syncBatch.count({ where: { status: 'running' } }), { timeout: 60_000 }).toBe(1);
    program.process.kill('SIGINT');
    expect(await program.ended).toBe(130);
    simulator.faults.clear();
    const next = await rollcall(`sync upcoming-course-runs --today ${TODAY}`);
    expect(next).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^Going on with upcoming_\d+/) });
  });
});

test('db url prints the address, db migrate has nothing to do', async () => {
  expect(await rollcall('db url')).toEqual({ exitCode: 0, stdout: `${deps.databaseUrl}\n`, stderr: '' });
  expect(await rollcall('db migrate --json')).toMatchObject({ exitCode: 0, stdout: '{\n  "applied": []\n}\n' });
});
