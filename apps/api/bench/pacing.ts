import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startSimulator } from '@rollcall/ssg/simulator/server';
import { createDependencies } from '../src/dependencies.js';
import { createLogger } from '../src/logger.js';
import { beginSync } from '../src/modules/sync/begin-sync.js';
import { listProviders } from '../src/modules/training-providers/find-provider.js';
import { startBenchDatabases } from './sync/databases.js';
import { benchSettings } from './sync/ours.js';
import { courseCodeOf, PROVIDER, type World } from './sync/world.js';

/**
 * Wall time of a sync at one call per 200 ms, against the calls it makes, over HTTP: alone, and with a dry run of the same
 * provider in another process. Goals: within 3 % of calls × interval, and never faster, however many processes.
 */
const INTERVAL_MS = 200;
const WORLD: World = { today: '2026-03-02', courses: 8, runs: 40, learnersPerRun: 3 };
/** A call reaches the simulator a few milliseconds after its slot, the first one too: hence the little below 1. */
const GOALS = { alone_at_least: 0.97, alone_at_most: 1.03, two_processes_at_least: 0.997 };

const say = (line: string) => process.stdout.write(`${line}\n`);
const round = (value: number) => Math.round(value * 1000) / 1000;

const courses = Array.from({ length: WORLD.courses }, (_, course) => ({
  referenceNumber: courseCodeOf(course),
  runs: Array.from({ length: WORLD.runs / WORLD.courses }, () => ({ startDate: '2026-03-09', learners: WORLD.learnersPerRun })),
}));
const databases = await startBenchDatabases(WORLD);
const simulator = await startSimulator({
  today: WORLD.today,
  dataset: { kind: 'explicit', providers: [{ ...PROVIDER, courses }] },
});
try {
  const settings = benchSettings({ SSG_RATE_LIMIT_MS: String(INTERVAL_MS), SSG_SIMULATOR_PORT: String(simulator.port) });
  const measured = async (url: string, beside: () => Promise<unknown>) => {
    const deps = createDependencies(settings, url, { log: createLogger({ level: 'silent' }) });
    simulator.calls.clear();
    const [provider] = await listProviders(deps.database.pool);
    const other = beside();
    const started = performance.now();
    const start = await beginSync(deps, { providerId: provider?.id ?? '', trigger: 'cli', today: WORLD.today });
    if (start.kind !== 'begun') throw new Error('Another sync runs in the benchmark database.');
    const { callsMade, status } = await start.finished;
    const wall = performance.now() - started;
    await other;
    await deps.close();
    if (status !== 'completed') throw new Error(`The sync under measurement ended ${status}.`);
    // From the first call to the last there are one fewer intervals than calls.
    const calls = simulator.calls.list().map((call) => call.startedAfterMs);
    return { wall, callsMade, calls: calls.length, span: Math.max(...calls) - Math.min(...calls) };
  };
  const alone = await measured(await databases.create(), async () => undefined);
  say(
    `alone: ${alone.callsMade} calls in ${Math.round(alone.wall)} ms; ${alone.callsMade} × ${INTERVAL_MS} = ${alone.callsMade * INTERVAL_MS} ms`,
  );
  const url = await databases.create();
  const together = await measured(url, async () => {
    const child = fork(
      fileURLToPath(new URL('./pacing/dry-run-process.ts', import.meta.url)),
      [url, String(simulator.port), String(INTERVAL_MS), WORLD.today],
      { stdio: 'inherit' },
    );
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`The dry run beside the sync ended with code ${code}.`);
  });
  say(
    `two processes: ${together.calls} calls over ${Math.round(together.span)} ms; floor ${(together.calls - 1) * INTERVAL_MS} ms`,
  );
  const ratios = {
    alone_wall_over_calls_times_interval: round(alone.wall / (alone.callsMade * INTERVAL_MS)),
    two_processes_span_over_floor: round(together.span / ((together.calls - 1) * INTERVAL_MS)),
  };
  const { alone_wall_over_calls_times_interval: paceAlone, two_processes_span_over_floor: paceTogether } = ratios;
  const met =
    paceAlone >= GOALS.alone_at_least && paceAlone <= GOALS.alone_at_most && paceTogether >= GOALS.two_processes_at_least;
  say(JSON.stringify({ bench: 'pacing', ratios, goals: GOALS, met }));
} finally {
  await simulator.stop();
  await databases.stop();
}
