import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { startSimulator } from '@rollcall/ssg/simulator/server';
import { coursesOf, type QuietWorld } from './incremental/courses.js';
import { measureNight } from './incremental/measure-night.js';
import { startBenchDatabases } from './sync/databases.js';
import { PROVIDER } from './sync/world.js';

/**
 * A quiet night of a large provider, incremental against full, over HTTP: calls counted by the simulator, and rows that a
 * quiet night must not write. Goals: about one call per course, a fifth of the full night's, and at one call per 200 ms the
 * measured time that the calls predict. `--quick` leaves the paced night out, which takes more than three minutes.
 */
const INTERVAL_MS = 200;
const WORLD: QuietWorld = { courses: 1000, runsPerCourse: 4, learnersPerRun: 3 };
const GOALS = {
  incremental_calls_over_courses: 1.05,
  full_calls_over_incremental_calls: 4.7,
  domain_rows_written: 0,
  incremental_wall_over_calls_times_interval: 1.03,
};

const isQuick = process.argv.includes('--quick');
const say = (line: string) => process.stdout.write(`${line}\n`);
const round = (value: number) => Math.round(value * 1000) / 1000;
const secondsAtInterval = (calls: number) => round((calls * INTERVAL_MS) / 1000);

const today = todayIn('Asia/Singapore', Date.now());
const databases = await startBenchDatabases({ today, courses: WORLD.courses, runs: 0, learnersPerRun: 0 });
const simulator = await startSimulator({
  today,
  dataset: { kind: 'explicit', providers: [{ ...PROVIDER, courses: coursesOf(WORLD, today) }] },
});
try {
  const at = { url: await databases.create(), simulator, today };
  const runs = WORLD.courses * WORLD.runsPerCourse;
  const first = await measureNight({ ...at, mode: 'full', rateLimitMs: 0 });
  say(`first full night: ${first.calls} calls (${JSON.stringify(first.byOperation)}), ${round(first.seconds)} s unpaced`);

  const incremental = await measureNight({ ...at, mode: 'incremental', rateLimitMs: 0 });
  const full = await measureNight({ ...at, mode: 'full', rateLimitMs: 0 });
  for (const [name, night] of Object.entries({ incremental, full }))
    say(
      `quiet ${name} night: ${night.calls} calls (${JSON.stringify(night.byOperation)}), ${round(night.seconds)} s unpaced, ` +
        `${secondsAtInterval(night.calls)} s at one call per ${INTERVAL_MS} ms; runs: ${JSON.stringify(night.summary.runs)}`,
    );
  if (incremental.summary.runs.unchanged !== runs) throw new Error('The quiet incremental night read runs again.');
  const paced = isQuick ? null : await measureNight({ ...at, mode: 'incremental', rateLimitMs: INTERVAL_MS });
  if (paced)
    say(
      `paced incremental night: ${paced.calls} calls in ${round(paced.seconds)} s; predicted ${secondsAtInterval(paced.calls)} s`,
    );

  const ratios = {
    incremental_calls_over_courses: round(incremental.calls / WORLD.courses),
    full_calls_over_incremental_calls: round(full.calls / incremental.calls),
    domain_rows_written: incremental.domainRowsWritten + full.domainRowsWritten + (paced?.domainRowsWritten ?? 0),
    ...(paced && { incremental_wall_over_calls_times_interval: round(paced.seconds / secondsAtInterval(paced.calls)) }),
  };
  const met =
    ratios.incremental_calls_over_courses <= GOALS.incremental_calls_over_courses &&
    ratios.full_calls_over_incremental_calls >= GOALS.full_calls_over_incremental_calls &&
    ratios.domain_rows_written === GOALS.domain_rows_written &&
    (ratios.incremental_wall_over_calls_times_interval ?? 0) <= GOALS.incremental_wall_over_calls_times_interval;
  say(JSON.stringify({ bench: 'incremental', ratios, goals: GOALS, met }));
} finally {
  await simulator.stop();
  await databases.stop();
}
