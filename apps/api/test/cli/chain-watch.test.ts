import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { StepFailedError, type StepHandler } from '../../src/workflow/step-handler.js';
import { testChain } from '../support/chain-world.js';
import { type ChainCommandLine, createChainCommandLine } from './chain-command-line.js';

let line: ChainCommandLine;
afterEach(() => line.world.close());

const nightly = (handlers: { find?: StepHandler; digest?: StepHandler } = {}) =>
  testChain('nightly', [
    { name: 'find', ...(handlers.find && { handle: handlers.find }) },
    { name: 'digest', needs: ['find'], required: false, ...(handlers.digest && { handle: handlers.digest }) },
  ]);

const broken: StepHandler = async () =>
  Promise.reject(new StepFailedError('SSG is away.', { remedy: 'Wait an hour.', retryable: false }));

const counting: StepHandler = async ({ progress }) => {
  progress({ done: 12, total: 36, callsMade: 40, callsPredicted: 120 });
  return { kind: 'completed', counts: { runsRead: 36, errors: 0 }, message: 'Read.' };
};

const asking: StepHandler = async () => ({
  kind: 'awaiting_approval',
  sentence: '14 cancellations.',
  counts: { cancels: 14, removals: 0, touched: 20 },
  samples: [],
});

/** Leaves after the output matched. */
function leavingAt(pattern: RegExp) {
  const person = new AbortController();
  return {
    signal: person.signal,
    onOutput: (text: string) => pattern.test(text) && person.abort(new Error('Stopped by SIGINT.')),
  };
}

describe('--wait follows a run that a worker does, and exits by its end', () => {
  test.each([
    ['completed: 0', {}, 0, /All steps ended well/, /^$/],
    ['partial: 3', { digest: broken }, 3, /Not everything went well/, /chain show 1; .*chain resume 1/],
    ['failed: 1', { find: broken }, 1, /find failed/, /Wait an hour\.\n.*chain resume 1/],
  ])('%s', async (_name, handlers, exitCode, stdout, stderr) => {
    line = await createChainCommandLine([nightly(handlers)]);
    const result = await line.withWorker(() => line.rollcall('chain run nightly --wait'));
    expect(result).toEqual({ exitCode, stdout: expect.stringMatching(stdout), stderr: expect.stringMatching(stderr) });
  });

  test('as JSON it is one document, the run as it ended', async () => {
    line = await createChainCommandLine([nightly({ find: counting })]);
    const { exitCode, stdout } = await line.withWorker(() => line.rollcall('chain run nightly --wait --json'));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      number: '1',
      status: 'completed',
      steps: [{ step: 'find', counts: { runsRead: 36 } }, {}],
    });
  });
});

describe('rollcall chain watch', () => {
  test('on a pipe prints every event once, in order, also those from before, and ends with the run', async () => {
    line = await createChainCommandLine([nightly()]);
    await line.rollcall('chain run nightly --mode full');
    await line.drive();
    const { exitCode, stdout, stderr } = await line.rollcall('chain watch 1');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').map((text) => text.replace(/^\d\d:\d\d:\d\d {2}/, ''))).toEqual([
      'Test chain began (full, manual).',
      'Starting find …',
      'Done.',
      'Starting digest …',
      'Done.',
      'All steps ended well: 2 done, 0 reused, 0 left out.',
      '',
    ]);
  });

  test('as JSON prints a line per event, numbered without gaps', async () => {
    line = await createChainCommandLine([nightly()]);
    await line.rollcall('chain run nightly');
    await line.drive();
    const { stdout } = await line.rollcall('chain watch 1 --json');
    const events = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(events.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.at(-1)).toMatchObject({ chainRunId: '1', kind: 'run_completed' });
  });

  test('on a terminal draws a line per step in place, and leaves the last state and the cursor', async () => {
    line = await createChainCommandLine([nightly({ find: counting })]);
    await line.rollcall('chain run nightly');
    const watching = line.withWorker(() => line.rollcall('chain watch 1', { isTerminal: true }));
    const { exitCode, stdout } = await watching;
    expect(exitCode).toBe(0);
    const frames = stdout.split('\x1b[?7l');
    expect(frames.length).toBeGreaterThan(1);
    const last = stripVTControlCharacters(frames.at(-1) ?? '').split('\n');
    expect(last.slice(1, 3)).toEqual([
      expect.stringMatching(/^✓ find {4}completed +\d+ s {2}runs read 36$/),
      expect.stringMatching(/^✓ digest {2}completed +\d+ s$/),
    ]);
    expect(last[3]).toMatch(/^completed after \d+ s/);
    expect(frames.slice(1).every((frame, index) => index === frames.length - 2 || frame.endsWith('A'))).toBe(true);
    expect(stdout.endsWith('\x1b[?25h')).toBe(true);
  });

  test('a run that waits for a person shows how to decide', async () => {
    line = await createChainCommandLine([nightly({ find: asking })]);
    await line.rollcall('chain run nightly');
    await line.drive();
    const { stdout } = await line.rollcall('chain watch 1', { isTerminal: true, ...leavingAt(/chain approve 1/) });
    expect(stdout).toMatch(/\? find {4}awaiting approval +14 cancellations\./);
  });

  test.each([
    ['on a pipe', false, /began/],
    ['on a terminal', true, /○ find/],
  ])('Ctrl-C %s leaves the run alone, and says so', async (_name, isTerminal, pattern) => {
    line = await createChainCommandLine([nightly()]);
    await line.rollcall('chain run nightly');
    const { exitCode, stderr } = await line.rollcall('chain watch 1', { isTerminal, ...leavingAt(pattern) });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('No worker is at work');
    expect(stderr).toContain(
      'Chain run 1 goes on without you. See it again: rollcall chain watch 1; stop it: rollcall chain cancel 1\n',
    );
    expect(await line.world.run('1')).toMatchObject({ status: 'running', cancel_requested_at: null });
  });
});
