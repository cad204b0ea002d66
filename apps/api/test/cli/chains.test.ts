import { afterEach, describe, expect, test } from 'vitest';
import { decideDueTicks } from '../../src/modules/schedules/decide-due-ticks.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import { type ChainCommandLine, createChainCommandLine } from './chain-command-line.js';
import { broken, held, nightly, tidy } from './cli-chains.js';

let line: ChainCommandLine;
afterEach(() => line.world.close());

describe('rollcall chains', () => {
  test('S4.3 X15 shows steps with tier and needs, and says that no worker lives', async () => {
    line = await createChainCommandLine([nightly(), tidy]);
    const { exitCode, stdout } = await line.rollcall('chains');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^nightly {2}Test chain \(once per provider; full or incremental\)/);
    expect(stdout).toMatch(/3 +digest +optional +sync \(soft\)/);
    expect(stdout).toContain(
      '201999999Z Invented Academy\n    schedule   none yet: a worker makes it when it starts\n    last run   none',
    );
    expect(stdout).toContain('Start one: rollcall worker');
  });

  test('bug 58 X3 shows the next tick in both zones, the last run, what runs, and the workers', async () => {
    line = await createChainCommandLine([nightly(), tidy]);
    const { world } = line;
    await ensureSchedules(world.engine);
    await world.start();
    await world.drive();
    await world.start({ mode: 'incremental' });
    await world.rows("INSERT INTO worker (id, name) VALUES ($1, 'host:7')", [world.deps.newId()]);
    const { stdout } = await line.rollcall('chains');
    expect(stdout).toMatch(
      /next +\w{3} \d{4}-\d\d-\d\d 02:00 Asia\/Singapore, \w{3} \d{4}-\d\d-\d\d 18:00 UTC, (full|incremental)/,
    );
    expect(stdout).toMatch(/last run +1 completed, .* took \d/);
    expect(stdout).toMatch(/now +2 running for \d+ s/);
    expect(stdout).toContain('Worker: host:7 (0 steps)');
    const json = JSON.parse((await line.rollcall('chains --json')).stdout);
    expect(json).toMatchObject({
      chains: [{ name: 'nightly', owners: [{ lastRun: { number: '1' }, atWork: [{ number: '2' }] }] }, { name: 'tidy' }],
      workers: [{ name: 'host:7' }],
    });
  });
});

describe('deciding about a run', () => {
  test('bug 49 a run that waits is shown with what it would change, and approved with a note', async () => {
    line = await createChainCommandLine([nightly({ sync: held })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    const { stdout } = await line.rollcall('chain show 1');
    expect(stdout).toContain('sync waits for a person: 14 of 100 enrolments would be cancelled.\n  cancels 14, touched 100\n');
    expect(stdout).toContain('enrolment 1077800 ENR-2611-000001: Confirmed → Cancelled [S0.16]');
    expect(await line.rollcall('chain run nightly')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Decide about it: rollcall chain show 1'),
    });
    expect(await line.rollcall(['chain', 'approve', '1', '--note', 'Checked with the course lead.'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Approved.'),
    });
    await line.drive();
    expect(JSON.parse((await line.rollcall('chain show 1 --json')).stdout)).toMatchObject({
      status: 'completed',
      steps: [
        {},
        { counts: { cancelled: 14 }, approval: { status: 'approved', decidedBy: 'cli', note: 'Checked with the course lead.' } },
        {},
      ],
    });
    expect(await line.rollcall('chain approve 1')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('nothing left to approve'),
    });
  });

  test('bug 49 rejecting leaves the step out', async () => {
    line = await createChainCommandLine([nightly({ sync: held })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    expect((await line.rollcall('chain reject 1')).stdout).toContain('Nothing of sync is written');
    await line.drive();
    expect((await line.world.statuses('1'))['sync']).toBe('cancelled');
  });

  test('cancelling stops a run and is audited; a run that has ended is not cancelled', async () => {
    line = await createChainCommandLine([nightly()]);
    await line.rollcall('chain run nightly');
    expect(await line.rollcall('chain cancel 1')).toEqual({ exitCode: 0, stdout: 'Chain run 1 is cancelled.\n', stderr: '' });
    expect(await line.world.rows(`SELECT action FROM audit_trail ORDER BY id`)).toEqual([
      { action: 'chain_run.start' },
      { action: 'chain_run.cancel' },
    ]);
    expect(await line.rollcall('chain cancel 1')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('nothing left to cancel'),
    });
  });
});

describe('rollcall chain show and history', () => {
  test('a failed run says what failed, what to do, and what became of each step', async () => {
    line = await createChainCommandLine([nightly({ sync: broken })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    const { stdout } = await line.rollcall('chain show 1 --events 2');
    expect(stdout).toMatch(/^Chain run 1 {2}failed {2}sync failed/);
    expect(stdout).toContain('\nSSG refused the certificate.\nRenew it.\n');
    expect(stdout).toMatch(/asked for by +cli \(manual\)/);
    expect(stdout).toMatch(/started +.* Asia\/Singapore, .* UTC/);
    expect(stdout).toMatch(/1 +find +✓ completed +1/);
    expect(stdout).toMatch(/2 +sync +✗ failed +1.*\n +SSG refused the certificate\./);
    expect(stdout.slice(stdout.indexOf('Last events')).split('\n')).toHaveLength(4);
  });

  test('bug 60 a skipped tick stands in the history with its reason', async () => {
    line = await createChainCommandLine([nightly({ sync: broken }), tidy]);
    await ensureSchedules(line.world.engine);
    await line.rollcall('schedule pause nightly --reason maintenance');
    await line.world.rows(`UPDATE scheduled_tasks SET decided_until = now() - interval '1 day' WHERE name = 'nightly'`);
    await decideDueTicks(line.world.engine);
    await line.rollcall('chain run tidy');
    await line.drive();
    const { stdout } = await line.rollcall('chain history');
    expect(stdout).toMatch(
      /2 +tidy +completed +manual +full +.* \+00:00 +0 s\n1 +nightly +skipped +schedule +\w+ +.* 02:00 \+08:00\n +Paused/,
    );
    expect(JSON.parse((await line.rollcall('chain history tidy --json')).stdout)).toMatchObject([{ number: '2', chain: 'tidy' }]);
    expect(JSON.parse((await line.rollcall('chain history --limit 1 --json')).stdout)).toHaveLength(1);
    expect((await line.rollcall('chain show 1')).stdout).toContain('It has no steps');
  });

  test('an empty history says how to begin', async () => {
    line = await createChainCommandLine([nightly()]);
    expect(await line.rollcall('chain history')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringContaining('rollcall chain run'),
    });
  });
});
