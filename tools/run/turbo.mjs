import { pnpm } from './pnpm.mjs';

/** Runs a task of turbo.json in every package; turbo itself finds pnpm on the PATH that pnpm hands on. */
export function turbo(task, options) {
  const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };
  return pnpm(['exec', 'turbo', 'run', task, '--output-logs=errors-only'], { ...options, environment });
}
