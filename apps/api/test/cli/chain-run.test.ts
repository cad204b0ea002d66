import { afterEach, describe, expect, test } from 'vitest';
import { done } from '../support/chain-world.js';
import { type ChainCommandLine, createChainCommandLine } from './chain-command-line.js';
import { broken, nightly, tidy } from './cli-chains.js';

let line: ChainCommandLine;
afterEach(() => line.world.close());

const runsOf = async () =>
  line.world.rows(
    'SELECT id::text AS id, mode, trigger, today::text AS today, dry_run, requested_by FROM task_chain_logs ORDER BY id',
  );

describe('rollcall chain run', () => {
  test('S2.7 prints the number, records who asked, and says that nothing moves without a worker', async () => {
    line = await createChainCommandLine([nightly()]);
    const { exitCode, stdout, stderr } = await line.rollcall('chain run nightly --mode full --today 2026-03-02');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'Chain run 1 was started: nightly, full, 2026-03-02, 201999999Z Invented Academy.\n',
    });
    expect(stderr).toBe(
      'No worker is at work, so nothing moves. Start one: rollcall worker\nFollow it: rollcall chain watch 1\n',
    );
    expect(await runsOf()).toEqual([
      { id: '1', mode: 'full', trigger: 'manual', today: '2026-03-02', dry_run: false, requested_by: 'cli' },
    ]);
    expect(await line.world.rows(`SELECT actor_type, action, actor_name, after->>'chainRun' AS run FROM audit_trail`)).toEqual([
      { actor_type: 'system', action: 'chain_run.start', actor_name: 'cli', run: '1' },
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
    await line.world.rows(
      "INSERT INTO training_provider (id, uen, code, name) VALUES ($1, '201999998A', '201999998A-01', 'Other')",
      [line.world.deps.newId()],
    );
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
    expect(JSON.parse((await line.rollcall('chain resume 1 --preview --json')).stdout)).toMatchObject({
      kind: 'resume',
      reuse: [{ step: 'find' }],
    });
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
