import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fromRoot, root } from './paths.mjs';

const onWindows = process.platform === 'win32';

/**
 * Runs a program to its end and gives its exit code; 128 + n when signal n ended it, as shells say it.
 * Signals that reach this process go on to the program, which decides when it is done.
 * `output`: 'inherit', 'stderr' (both of its streams to our stderr, so that our stdout stays the command's), 'capture'.
 */
export function run(program, args, { output = 'inherit', cwd = root, environment = process.env } = {}) {
  const stdio = { inherit: 'inherit', stderr: ['inherit', 2, 2], capture: ['ignore', 'pipe', 'pipe'] }[output];
  return new Promise((resolve, reject) => {
    // npm, npx and pnpm are .cmd files on Windows, which only a shell starts.
    const child = spawn(program, args, {
      cwd,
      env: withBin(environment),
      stdio,
      shell: onWindows && program !== process.execPath,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    const forward = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const stopWatching = whenNpmIsGone(() => child.kill('SIGTERM'));
    const done = () => {
      stopWatching();
      for (const signal of signals) process.off(signal, forward);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (code, signal) => {
      done();
      resolve({ code: code ?? 128 + (constants.signals[signal] ?? 0), text });
    });
  });
}

/**
 * npm puts a shell between itself and us. A SIGTERM for npm ends that shell, which does not pass it on: without this the
 * program would live on, and hold its port, after `npm start` was stopped by a service manager.
 */
function whenNpmIsGone(act) {
  if (!process.env.npm_lifecycle_event) return () => undefined;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    act();
  }, 250);
  return () => clearInterval(watch);
}

/** Runs a program of node_modules/.bin. */
export const runBin = (name, args, options) => run(fromRoot('node_modules', '.bin', name), args, options);

function withBin(environment) {
  return { ...environment, PATH: [fromRoot('node_modules', '.bin'), environment.PATH ?? ''].join(path.delimiter) };
}
