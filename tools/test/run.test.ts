import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs a module of its own, as the tool itself runs: plain Node, no build. */
function inNode(code: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const run = (...words: string[]) =>
  spawnSync(process.execPath, [path.join(root, 'tools/run.mjs'), ...words], { cwd: root, encoding: 'utf8' });

test('without a command, and with one there is none of, it says which there are', () => {
  expect(run()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('rollcall …') });
  expect(run('nonsense')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^There is no command "nonsense"/),
  });
});

test('a Node that is too old gets a sentence', () => {
  const { status, stderr } = inNode(
    `Object.defineProperty(process.versions, 'node', { value: '18.20.1' }); await import('./tools/run.mjs');`,
  );
  expect(status).toBe(1);
  expect(stderr).toContain('Rollcall needs Node 20.19 or newer; this is 18.20.1.');
});

test('stages run in order, stop at the first that fails, and say what to do', () => {
  const { stdout } = inNode(`
    import { runStages } from './tools/run/stages.mjs';
    const stage = (name, result) => ({ name, run: async () => result });
    process.stdout.write(String(await runStages([stage('first'), { ...stage('second', { code: 1, text: 'what is wrong' }), remedy: 'Do this.' }, stage('third')])));
  `);
  expect(stdout).toMatch(/^ok {4}first +0\.0 s\nwhat is wrong\nFAIL {2}second +0\.0 s\n\nFailed at: second\. Do this\.\n1$/);
});

test('the last line counts what passed and failed over all suites', () => {
  const { stdout } = inNode(`
    import { closingLine } from './tools/run/stages.mjs';
    process.stdout.write(closingLine([{ passed: 7, failed: 0, skipped: 1 }, { passed: 3, failed: 0 }]));
  `);
  expect(stdout).toBe('10 passed, 0 failed, 1 skipped');
});

test('exit codes are handed on, and a signal becomes 128 + its number as shells say it', () => {
  const { stdout } = inNode(`
    import { run } from './tools/run/process.mjs';
    const ends = async (code) => (await run(process.execPath, ['--eval', code])).code;
    process.stdout.write(JSON.stringify([await ends('process.exit(3)'), await ends('process.kill(process.pid, "SIGTERM")')]));
  `);
  expect(JSON.parse(stdout)).toEqual([3, 143]);
});
