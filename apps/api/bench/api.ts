import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { OPERATION_NAMES, OPERATIONS, type OperationName, RIVAL_QUERIES } from './api/operations.js';
import { SIZE, seed } from './api/seed.js';
import { type Child, startChild } from './events/child.js';
import { startBenchDatabases } from './sync/databases.js';

/**
 * The pages that a console shows most, over a million enrolments: requests a second and the 95th percentile, against (a) the
 * same JSON from hand-written SQL on a bare `http` server, which asks nobody who they are, and (b) PostGraphile 4 on the same
 * database. Each has a process of its own with ten connections. The three take turns, and what counts is the median of the
 * rounds' ratios: a machine that is quicker now and slower then is so for neighbours alike.
 */
const GOALS = { rps_of_bare_at_least: 0.5, rps_of_postgraphile_at_least: 1.5 };
const ROUNDS = 7;
const SECONDS = 3;
/** Before the first round: a program is compiled while it runs, and serves a second or a week. */
const WARM_UP_SECONDS = 6;
const CONNECTIONS = 8;
const KEY = 'invented-key-of-the-benchmark';

const say = (line: string) => process.stdout.write(`${line}\n`);
// As all three are run where it matters: GraphQL's own library checks more elsewhere.
process.env['NODE_ENV'] = 'production';

const round = (value: number) => Math.round(value * 100) / 100;

const SIDES = ['rollcall', 'bare', 'postgraphile'] as const;
type Side = (typeof SIDES)[number];

interface Server {
  child: Child;
  url: string;
  bodies: Record<OperationName, string[]>;
}

interface Measured {
  rps: number;
  /** Milliseconds. */
  p95: number;
}

const ourBodies = Object.fromEntries(
  OPERATION_NAMES.map((name) => [
    name,
    OPERATIONS[name].variables.map((variables) =>
      JSON.stringify({ query: OPERATIONS[name].query, variables, operationName: `${name[0]?.toUpperCase()}${name.slice(1)}` }),
    ),
  ]),
) as Record<OperationName, string[]>;

const rivalBodies = (providerId: string) =>
  Object.fromEntries(
    OPERATION_NAMES.map((name) => [
      name,
      RIVAL_QUERIES[name]
        .variables(providerId)
        .map((variables) => JSON.stringify({ query: RIVAL_QUERIES[name].query, variables })),
    ]),
  ) as Record<OperationName, string[]>;

async function start(program: URL, words: string[], bodies: Record<OperationName, string[]>): Promise<Server> {
  const child = startChild(program, ...words);
  const { url } = await child.says<{ url: string }>('ready');
  return { child, url, bodies };
}

const headers = { 'content-type': 'application/json', 'x-api-key': KEY };

async function answerOf({ url, bodies }: Server, name: OperationName, index: number): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers, body: bodies[name][index] ?? '' });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors || !data) throw new Error(`${name} failed: ${JSON.stringify(errors)}`);
  return data;
}

/** A comparison of two things that answer differently would compare nothing. */
async function requireSameAnswers(ours: Server, bare: Server): Promise<void> {
  for (const name of OPERATION_NAMES)
    for (const index of ours.bodies[name].keys()) {
      const [a, b] = [await answerOf(ours, name, index), await answerOf(bare, name, index)];
      if (JSON.stringify(a) !== JSON.stringify(b))
        throw new Error(`${name}: the bare server answers otherwise to request ${index}.`);
    }
}

async function measure({ url, bodies }: Server, name: OperationName, seconds: number): Promise<Measured> {
  const times: number[] = [];
  const result = await autocannon({
    url,
    method: 'POST',
    headers,
    connections: CONNECTIONS,
    duration: seconds,
    requests: bodies[name].map((body) => ({ body })),
    // Its own histogram knows the 90th and the 97.5th percentile.
    setupClient: (client) => client.on('response', (_status, _bytes, milliseconds) => times.push(milliseconds)),
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${name}: ${result.non2xx + result.errors} requests failed.`);
  return { rps: result.requests.average, p95: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const databases = await startBenchDatabases({ today: '2026-03-02', courses: 0, runs: 0, learnersPerRun: 0 });
const dataDirectory = mkdtempSync(path.join(tmpdir(), 'rollcall-bench-api-'));
const servers: Server[] = [];
try {
  const url = await databases.create();
  say(`making ${(SIZE.runs * SIZE.learnersPerRun).toLocaleString('en')} enrolments in ${SIZE.runs.toLocaleString('en')} runs …`);
  const { providerId } = await seed(url);
  const sides: Record<Side, Server> = {
    rollcall: await start(new URL('./api/api-process.ts', import.meta.url), [url, dataDirectory, KEY], ourBodies),
    bare: await start(new URL('./api/bare-process.ts', import.meta.url), [url], ourBodies),
    postgraphile: await start(new URL('./api/postgraphile-process.ts', import.meta.url), [url], rivalBodies(providerId)),
  };
  servers.push(...Object.values(sides));
  await requireSameAnswers(sides.rollcall, sides.bare);
  for (const name of OPERATION_NAMES) await answerOf(sides.postgraphile, name, 0);

  const ratios: Record<string, number> = {};
  for (const name of OPERATION_NAMES) {
    for (const side of SIDES) await measure(sides[side], name, WARM_UP_SECONDS);
    const rounds: Record<Side, Measured>[] = [];
    for (let index = 0; index < ROUNDS; index += 1)
      rounds.push({
        rollcall: await measure(sides.rollcall, name, SECONDS),
        bare: await measure(sides.bare, name, SECONDS),
        postgraphile: await measure(sides.postgraphile, name, SECONDS),
      });
    say(OPERATIONS[name].title);
    for (const side of SIDES) {
      const [rps, p95] = [median(rounds.map((each) => each[side].rps)), median(rounds.map((each) => each[side].p95))];
      say(`  ${side.padEnd(13)}${String(Math.round(rps)).padStart(6)} requests a second, 95 % within ${round(p95)} ms`);
    }
    for (const rival of ['bare', 'postgraphile'] as const) {
      ratios[`${name}_rps_of_${rival}`] = round(median(rounds.map((each) => each.rollcall.rps / each[rival].rps)));
      ratios[`${name}_p95_of_${rival}`] = round(median(rounds.map((each) => each[rival].p95 / each.rollcall.p95)));
    }
  }
  const met = Object.entries(ratios).every(
    ([name, ratio]) => ratio >= (name.endsWith('_of_bare') ? GOALS.rps_of_bare_at_least : GOALS.rps_of_postgraphile_at_least),
  );
  say(JSON.stringify({ bench: 'api', ratios, goals: GOALS, met }));
} finally {
  for (const { child } of servers) await child.stop();
  await databases.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}
