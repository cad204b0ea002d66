import { afterEach, describe, expect, test } from 'vitest';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import { type StepHandler, StepFailedError } from '../../src/workflow/step-handler.js';
import { done, testChain } from '../support/chain-world.js';
import { type ChainCommandLine, createChainCommandLine } from './chain-command-line.js';

let line: ChainCommandLine;
afterEach(() => line.world.close());

const HELD: StepHandler = async ({ step }) =>
  step.approved === null
    ? {
        kind: 'awaiting_approval',
        sentence: '14 of 100 enrolments would be cancelled.',
        counts: { cancels: 14, removals: 0, touched: 100 },
        samples: [
          { entity: 'enrolment', key: '1077800 ENR-2611-000001', before: 'Confirmed', after: 'Cancelled', reason: 'S0.16' },
        ],
      }
    : { ...done, counts: { cancelled: 14 } };

const broken: StepHandler = async () =>
  Promise.reject(new StepFailedError('SSG refused the certificate.', { remedy: 'Renew it.', retryable: false }));

const nightly = (handlers: { find?: StepHandler; sync?: StepHandler; digest?: StepHandler } = {}) =>
  testChain('nightly', [
    { name: 'find', ...(handlers.find && { handle: handlers.find }) },
    { name: 'sync', needs: ['find'], ...(handlers.sync && { handle: handlers.sync }) },
    { name: 'digest', needs: [{ step: 'sync', kind: 'soft' }], required: false, ...(handlers.digest && { handle: handlers.digest }) },
  ]);
const tidy = testChain('tidy', [{ name: 'purge' }], { scope: 'system', modes: ['full'] });

const runsOf = async () => line.world.rows('SELECT id::text AS id, mode, trigger, today::text AS today, dry_run, requested_by FROM task_chain_logs ORDER BY id');

describe('rollcall chains', () => {
  test('S4.3 X15 shows steps with tier and needs, and says that no worker lives', async () => {
    line = await createChainCommandLine([nightly(), tidy]);
    const { exitCode, stdout } = await line.rollcall('chains');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^nightly {2}Test chain \(once per provider; full or incremental\)/);
    expect(stdout).toMatch(/3 +digest +optional +sync \(soft\)/);
    expect(stdout).toContain('201999999Z Invented Academy\n    schedule   none yet: a worker makes it when it starts\n    last run   none');
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
    expect(stdout).toMatch(/next +\w{3} \d{4}-\d\d-\d\d 02:00 Asia\/Singapore, \w{3} \d{4}-\d\d-\d\d 18:00 UTC, (full|incremental)/);
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

describe('rollcall chain run', () => {
  test('S2.7 prints the number, records who asked, and says that nothing moves without a worker', async () => {
    line = await createChainCommandLine([nightly()]);
    const { exitCode, stdout, stderr } = await line.rollcall('chain run nightly --mode full --today 2026-03-02');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'Chain run 1 was started: nightly, full, 2026-03-02, 201999999Z Invented Academy.\n',
    });
    expect(stderr).toBe('No worker is at work, so nothing moves. Start one: rollcall worker\nFollow it: rollcall chain watch 1\n');
    expect(await runsOf()).toEqual([
      { id: '1', mode: 'full', trigger: 'manual', today: '2026-03-02', dry_run: false, requested_by: 'cli' },
    ]);
    expect(await line.world.rows(`SELECT actor_type, action, reason, after->>'chainRun' AS run FROM audit_trail`)).toEqual([
      { actor_type: 'system', action: 'chain_run.start', reason: 'by cli', run: '1' },
    ]);
  });

  test.each([
    ['full', [0, 1, 2, 3, 4, 5, 6]],
    ['incremental', []],
  ])('S4.9 without --mode it is %s where the next tick would be so', async (mode, fullWeekdays) => {
    const chain = nightly();
    line = await createChainCommandLine([{ ...chain, schedule: { ...chain.schedule, fullWeekdays } }]);
    await line.rollcall('chain run nightly');
    expect(await runsOf()).toMatchObject([{ mode }]);
  });

  test('S4.9 the schedule that an operator changed decides, not the declaration', async () => {
    line = await createChainCommandLine([nightly()]);
    await line.rollcall('schedule set nightly --full-weekdays 0,1,2,3,4,5,6');
    await line.rollcall('chain run nightly');
    expect(await runsOf()).toMatchObject([{ mode: 'full' }]);
  });

  test('bug 48 a second run is refused with the number of the first; a dry run may run beside it', async () => {
    line = await createChainCommandLine([nightly()]);
    await line.rollcall('chain run nightly');
    const second = await line.rollcall('chain run nightly');
    expect(second).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'Failed: Chain run 1 is in the way: it is running.\nWatch it: rollcall chain watch 1; or stop it: rollcall chain cancel 1\n',
    });
    expect((await line.rollcall('chain run nightly --dry-run')).exitCode).toBe(0);
    expect(await runsOf()).toMatchObject([{ dry_run: false }, { dry_run: true }]);
  });

  test('a chain of the whole installation takes no provider; with several providers one must be named', async () => {
    line = await createChainCommandLine([nightly(), tidy]);
    await line.world.rows("INSERT INTO training_provider (id, uen, code, name) VALUES ($1, '201999998A', '201999998A-01', 'Other')", [
      line.world.deps.newId(),
    ]);
    expect(await line.rollcall('chain run tidy --provider 201999999Z')).toMatchObject({
      exitCode: 1,
      stderr: 'Failed: tidy runs for the whole installation.\nLeave --provider out.\n',
    });
    expect((await line.rollcall('chain run nightly')).stderr).toContain('--provider UEN');
    expect(await line.rollcall('chain run nightly --provider 201999998a')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('201999998A Other'),
    });
    expect((await line.rollcall('chain run tidy')).exitCode).toBe(0);
  });

  test.each([
    ['a chain that is none', 'chain run weekly', 1, /no chain weekly.*\nThe chains are nightly\./],
    ['a step that is none', 'chain run nightly --from nothing', 1, /no step nothing.*\nIts steps are find, sync, digest\./],
    ['no results to begin from', 'chain run nightly --from sync', 1, /not started at sync.*\nStart the whole chain\./],
    ['two ways to begin', 'chain run nightly --from sync --only sync', 2, /cannot be used with option/],
    ['a day with results of another', 'chain run nightly --only sync --today 2026-03-02', 2, /cannot be used with option/],
    ['a number that is none', 'chain show 12x', 1, /no chain run 12x/],
  ])('%s is refused with a remedy', async (_name, words, exitCode, message) => {
    line = await createChainCommandLine([nightly()]);
    expect(await line.rollcall(words)).toEqual({ exitCode, stdout: '', stderr: expect.stringMatching(message) });
  });

  test('S4.11 --only does one step with the results of the newest run', async () => {
    line = await createChainCommandLine([nightly()]);
    await line.rollcall('chain run nightly --mode full');
    await line.drive();
    expect((await line.rollcall('chain run nightly --mode full --only digest')).exitCode).toBe(0);
    await line.drive();
    expect(await line.world.statuses('2')).toEqual({ find: 'reused', sync: 'reused', digest: 'completed' });
  });
});

describe('rollcall chain resume', () => {
  test('bug 44 --preview shows what is used again and what is done again, and changes nothing', async () => {
    line = await createChainCommandLine([nightly({ sync: broken })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    const { exitCode, stdout } = await line.rollcall('chain resume 1 --preview');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/use again {2}find +done \d+ s ago/);
    expect(stdout).toMatch(/do again +sync +It failed\./);
    expect(stdout).toContain('Nothing was changed. Do it: rollcall chain resume 1\n');
    expect(await runsOf()).toHaveLength(1);
    expect((await line.rollcall('chain resume 1 --from find --preview')).stdout).toContain('resume 1 --from find\n');
    expect(JSON.parse((await line.rollcall('chain resume 1 --preview --json')).stdout)).toMatchObject({ kind: 'resume', reuse: [{ step: 'find' }] });
  });

  test('S4.11 starts a new run at the failed step, and both say so', async () => {
    let isBroken = true;
    line = await createChainCommandLine([nightly({ sync: async (context) => (isBroken ? broken(context) : done) })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    isBroken = false;
    expect((await line.rollcall('chain resume 1')).stdout).toMatch(/^Chain run 2 was started/);
    await line.drive();
    expect((await line.rollcall('chain show 1')).stdout).toMatch(/resumed as +chain run 2\nresolved by +chain run 2/);
    expect((await line.rollcall('chain show 2')).stdout).toMatch(/resumes +chain run 1/);
  });

  test('bug 44 a run that is too old is refused, previewed or not, and a full run is offered', async () => {
    line = await createChainCommandLine([nightly({ sync: broken })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    await line.world.rows(`UPDATE task_chain_logs SET started_at = started_at - interval '13 h'`);
    const old = { exitCode: 1, stdout: '', stderr: expect.stringMatching(/13 h ago.*\n.*rollcall chain run/) };
    expect(await line.rollcall('chain resume 1')).toEqual(old);
    expect(await line.rollcall('chain resume 1 --preview')).toEqual(old);
  });
});

describe('deciding about a run', () => {
  test('bug 49 a run that waits is shown with what it would change, and approved with a note', async () => {
    line = await createChainCommandLine([nightly({ sync: HELD })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    const { stdout } = await line.rollcall('chain show 1');
    expect(stdout).toContain('sync waits for a person: 14 of 100 enrolments would be cancelled.\n  cancels 14, touched 100\n');
    expect(stdout).toContain('enrolment 1077800 ENR-2611-000001: Confirmed → Cancelled [S0.16]');
    expect(await line.rollcall('chain run nightly')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Decide about it: rollcall chain show 1') });
    expect(await line.rollcall(['chain', 'approve', '1', '--note', 'Checked with the course lead.'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Approved.'),
    });
    await line.drive();
    expect(JSON.parse((await line.rollcall('chain show 1 --json')).stdout)).toMatchObject({
      status: 'completed',
      steps: [{}, { counts: { cancelled: 14 }, approval: { status: 'approved', decidedBy: 'cli', note: 'Checked with the course lead.' } }, {}],
    });
    expect(await line.rollcall('chain approve 1')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('nothing left to approve') });
  });

  test('bug 49 rejecting leaves the step out', async () => {
    line = await createChainCommandLine([nightly({ sync: HELD })]);
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
    expect(await line.world.rows(`SELECT action FROM audit_trail ORDER BY id`)).toEqual([{ action: 'chain_run.start' }, { action: 'chain_run.cancel' }]);
    expect(await line.rollcall('chain cancel 1')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('nothing left to cancel') });
  });
});

describe('rollcall chain show and history', () => {
  test('a failed run says what failed, what to do, and what became of each step', async () => {
    line = await createChainCommandLine([nightly({ sync: broken })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    const { stdout } = await line.rollcall('chain show 1 --events 2');
    expect(stdout).toMatch(/^Chain run 1 {2}failed {2}The chain cannot do without sync/);
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
    await (await import('../../src/modules/schedules/decide-due-ticks.js')).decideDueTicks(line.world.engine);
    await line.rollcall('chain run tidy');
    await line.drive();
    const { stdout } = await line.rollcall('chain history');
    expect(stdout).toMatch(/2 +tidy +completed +manual +full +.* \+00:00 +0 s\n1 +nightly +skipped +schedule +\w+ +.* 02:00 \+08:00\n +.*paused/);
    expect(JSON.parse((await line.rollcall('chain history tidy --json')).stdout)).toMatchObject([{ number: '2', chain: 'tidy' }]);
    expect(JSON.parse((await line.rollcall('chain history --limit 1 --json')).stdout)).toHaveLength(1);
    expect((await line.rollcall('chain show 1')).stdout).toContain('It has no steps');
  });

  test('an empty history says how to begin', async () => {
    line = await createChainCommandLine([nightly()]);
    expect(await line.rollcall('chain history')).toEqual({ exitCode: 0, stdout: '', stderr: expect.stringContaining('rollcall chain run') });
  });
});
