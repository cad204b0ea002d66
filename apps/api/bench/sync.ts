import { startBenchDatabases } from './sync/databases.js';
import { timeFloor } from './sync/floor.js';
import { measureMemory } from './sync/memory.js';
import { timeSync } from './sync/ours.js';
import { timeRival } from './sync/rival.js';
import { copyOut, fingerprint, TABLES, type TableName } from './sync/tables.js';
import type { World } from './sync/world.js';

/**
 * The sync's database part against a rival and a floor, in one run on one server: a first sync, and a sync of
 * unchanged answers. Goals: ten times quicker than row by row, at most three times the floor, flat memory, no domain
 * row written where nothing changed.
 */
const WORLD: World = { today: '2099-01-01', courses: 50, runs: 1000, learnersPerRun: 30 };
const ROUNDS = 3;
const GOALS = {
  first_rival_over_ours: 10,
  first_ours_over_floor: 3,
  unchanged_ours_over_floor: 3,
  memory_200k_over_20k: 1.25,
  unchanged_domain_rows_written: 0,
};

const say = (line: string) => process.stdout.write(`${line}\n`);
const median = (values: number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
const round = (value: number) => Math.round(value * 100) / 100;

interface Round {
  first: { ours: number; floor: number; rival: number };
  unchanged: { ours: number; floor: number; rival: number };
  domainRowsWritten: number;
}

async function rowsWrittenBy(url: string, batchId: string): Promise<Map<TableName, Buffer>> {
  const ofBatch: Partial<Record<TableName, string>> = {
    sync_batch: `id = '${batchId}'`,
    sync_batch_course: `batch_id = '${batchId}'`,
    upcoming_course_runs_log: `batch_id = '${batchId}'`,
    change_set: `batch_id = '${batchId}'`,
    change: `change_set_id IN (SELECT id FROM change_set WHERE batch_id = '${batchId}')`,
    audit_trail: `change_set_id IN (SELECT id FROM change_set WHERE batch_id = '${batchId}')`,
  };
  return new Map(await Promise.all(TABLES.map(async ({ table }) => [table, await copyOut(url, table, ofBatch[table])] as const)));
}

async function playRound(create: () => Promise<string>): Promise<Round> {
  const [ours, floor, rival] = [await create(), await create(), await create()];
  const first = await timeSync(ours, WORLD);
  const firstRows = await rowsWrittenBy(ours, first.summary.batchId);
  const firstFloor = await timeFloor(floor, firstRows);
  const firstRival = await timeRival(rival, ours, { batchId: first.summary.batchId, unchanged: false });

  const before = await fingerprint(ours);
  const again = await timeSync(ours, WORLD);
  const after = await fingerprint(ours);
  const againRows = await rowsWrittenBy(ours, again.summary.batchId);
  return {
    first: { ours: first.seconds, floor: firstFloor, rival: firstRival },
    unchanged: {
      ours: again.seconds,
      floor: await timeFloor(floor, againRows),
      rival: await timeRival(rival, ours, { batchId: again.summary.batchId, unchanged: true }),
    },
    domainRowsWritten: before === after ? 0 : 1,
  };
}

const databases = await startBenchDatabases(WORLD);
try {
  say(
    `${WORLD.runs} runs, ${WORLD.runs * WORLD.learnersPerRun} enrolments, no rate limit; ${ROUNDS} rounds, medians. Seconds of the database part:`,
  );
  const rounds: Round[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    const played = await playRound(databases.create);
    rounds.push(played);
    for (const part of ['first', 'unchanged'] as const)
      say(
        `  round ${number} ${part.padEnd(9)} ours ${round(played[part].ours)}  floor ${round(played[part].floor)}  row by row ${round(played[part].rival)}`,
      );
  }
  const memory = await measureMemory(databases.create, say);
  const ratio = (part: 'first' | 'unchanged', over: 'rival' | 'floor') =>
    round(
      median(
        rounds.map((played) =>
          over === 'rival' ? played[part].rival / played[part].ours : played[part].ours / played[part].floor,
        ),
      ),
    );
  const ratios = {
    first_rival_over_ours: ratio('first', 'rival'),
    first_ours_over_floor: ratio('first', 'floor'),
    unchanged_rival_over_ours: ratio('unchanged', 'rival'),
    unchanged_ours_over_floor: ratio('unchanged', 'floor'),
    memory_200k_over_20k: round(memory.large / memory.small),
    unchanged_domain_rows_written: Math.max(...rounds.map((played) => played.domainRowsWritten)),
  };
  const met =
    ratios.first_rival_over_ours >= GOALS.first_rival_over_ours &&
    ratios.first_ours_over_floor <= GOALS.first_ours_over_floor &&
    ratios.unchanged_ours_over_floor <= GOALS.unchanged_ours_over_floor &&
    ratios.memory_200k_over_20k <= GOALS.memory_200k_over_20k &&
    ratios.unchanged_domain_rows_written === GOALS.unchanged_domain_rows_written;
  say(JSON.stringify({ bench: 'sync', ratios, goals: GOALS, met }));
} finally {
  await databases.stop();
}
