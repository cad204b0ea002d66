import { Pool } from 'pg';
import { type Child, startChild } from './events/child.js';
import {
  BARE_MESSAGES,
  clock,
  EVENTS,
  EVENTS_PER_TRANSACTION,
  LATE,
  RECONNECTING,
  SUBSCRIBERS,
  TRANSACTION_EVERY_MS,
} from './events/plan.js';
import { startBenchDatabases } from './sync/databases.js';

/**
 * How long an event of a chain run takes from its commit to a thousand subscribers on two API processes, against a bare
 * broadcast of the same bytes in the same rhythm from two processes: no database, no GraphQL. The subscribers are the same
 * program in two processes; some come late, some go over to the other API process, and each must get every event once and in order.
 * The rhythm leaves both sides room on two cores: near saturation one would measure queues.
 */
const GOALS = { p95_over_bare_at_most: 3 };

const say = (line: string) => process.stdout.write(`${line}\n`);
const round = (value: number) => Math.round(value * 100) / 100;

interface Delays {
  p50: number;
  p95: number;
  p99: number;
  count: number;
}

function summarise(parts: Float32Array[]): Delays {
  const sorted = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    sorted.set(part, offset);
    offset += part.length;
  }
  sorted.sort();
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), count: sorted.length };
}

const text = ({ p50, p95, p99, count }: Delays) => `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms (${count} deliveries)`;

interface Opening {
  count: number;
  urls: string[];
  leaveAfter?: number;
}

/** Opens subscribers in both client processes and waits until all are connected. */
async function open(
  clients: Child[],
  events: number,
  runId: string | null,
  openings: (client: number) => Opening[],
): Promise<void> {
  for (const [index, client] of clients.entries())
    for (const opening of openings(index)) {
      const opened = client.says('opened');
      client.send({ type: 'open', events, runId, leaveAfter: 0, ...opening });
      await opened;
    }
}

async function reports(clients: Child[], sentAt: (client: number) => number[]): Promise<Float32Array[]> {
  const parts = await Promise.all(
    clients.map(async (client, index) => {
      const report = client.says<{ delays: Float32Array; faults: string[] }>('report');
      client.send({ type: 'report', sentAt: sentAt(index) });
      return await report;
    }),
  );
  const faults = parts.flatMap((part) => part.faults);
  if (faults.length > 0)
    throw new Error(`${faults.length} subscribers did not get every event once and in order; one: ${faults[0]}`);
  return parts.map(({ delays }) => delays);
}

/** Client process 0 holds the subscribers of server process 0, and so on: each server has half of them. */
async function measureBare(texts: string[]): Promise<Float32Array[]> {
  const servers = [startChild('./bare-process.ts'), startChild('./bare-process.ts')];
  const clients = [startChild('./client-process.ts'), startChild('./client-process.ts')];
  const [urls] = await Promise.all([
    Promise.all(servers.map((server) => server.says<{ url: string }>('ready'))),
    Promise.all(clients.map((client) => client.says('ready'))),
  ]);
  await open(clients, texts.length, null, (index) => [{ count: SUBSCRIBERS / 2, urls: [urls[index]?.url ?? ''] }]);
  const finished = Promise.all(clients.map((client) => client.says('finished')));
  const sent = Promise.all(servers.map((server) => server.says<{ sentAt: number[] }>('sent')));
  for (const server of servers) server.send({ type: 'broadcast', texts });
  const times = await sent;
  await finished;
  const delays = await reports(clients, (index) => times[index]?.sentAt ?? []);
  await Promise.all([...servers, ...clients].map((child) => child.stop()));
  return delays;
}

async function measureOurs(databaseUrl: string, runId: string) {
  const servers = [startChild('./api-process.ts', databaseUrl), startChild('./api-process.ts', databaseUrl)];
  const clients = [startChild('./client-process.ts'), startChild('./client-process.ts')];
  const writer = startChild('./writer-process.ts', databaseUrl, runId);
  const [ready] = await Promise.all([
    Promise.all(servers.map((server) => server.says<{ url: string }>('ready'))),
    Promise.all([...clients, writer].map((child) => child.says('ready'))),
  ]);
  const urls = ready.map(({ url }) => url);
  const bothFrom = (index: number) => (index === 0 ? urls : urls.toReversed());
  await open(clients, EVENTS, runId, (index) => [
    { count: (SUBSCRIBERS - LATE - RECONNECTING) / 2, urls: bothFrom(index) },
    { count: RECONNECTING / 2, urls: bothFrom(index), leaveAfter: EVENTS / 2 - 101 },
  ]);
  const halfway = writer.says('halfway');
  const written = writer.says<{ committedAt: number[] }>('written');
  const began = clock();
  writer.send({ type: 'write', tellAt: EVENTS / 2 });
  await halfway;
  await open(clients, EVENTS, runId, (index) => [{ count: LATE / 2, urls: bothFrom(index) }]);
  const finished = Promise.all(clients.map((client) => client.says('finished')));
  const { committedAt } = await written;
  await finished;
  const seconds = (clock() - began) / 1000;
  const delays = await reports(clients, () => committedAt);
  const cpu = await Promise.all([...servers, ...clients, writer].map((child) => child.stop()));
  return { delays, seconds, cpu };
}

/** The bytes that a subscriber of the API gets. */
const messageOf = (number: number): string =>
  JSON.stringify({
    id: '1',
    type: 'next',
    payload: {
      data: {
        chainRunEvents: {
          number,
          kind: 'step_progress',
          step: 'sync_runs',
          message: `${number} of ${EVENTS} course runs are done.`,
          data: { done: number, total: EVENTS, callsMade: number * 3 },
          createdAt: '2026-03-02T02:00:00.000Z',
        },
      },
    },
  });

const databases = await startBenchDatabases({ today: '2026-03-02', courses: 1, runs: 1, learnersPerRun: 1 });
try {
  const url = await databases.create();
  const pool = new Pool({ connectionString: url, max: 1 });
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO task_chain_logs (chain_name, trigger, requested_by, mode, today)
     VALUES ('bench', 'manual', 'bench', 'full', '2026-03-02') RETURNING id::text`,
  );
  await pool.end();
  const rate = (EVENTS_PER_TRANSACTION * 1000) / TRANSACTION_EVERY_MS;
  say(
    `${SUBSCRIBERS} subscribers on two processes; ${EVENTS_PER_TRANSACTION} events every ${TRANSACTION_EVERY_MS} ms, ${rate} a second`,
  );
  const texts = Array.from({ length: BARE_MESSAGES }, (_, index) => messageOf(index + 1));
  const before = await measureBare(texts);
  say(`bare broadcast, before: ${text(summarise(before))}`);
  const ours = await measureOurs(url, rows[0]?.id ?? '');
  const measured = summarise(ours.delays);
  say(`events of a chain run:  ${text(measured)}`);
  say(
    `  ${EVENTS} events in ${round(ours.seconds)} s; CPU of API 1, API 2, clients 1, clients 2, writer: ${ours.cpu.map((seconds) => `${round(seconds)} s`).join(', ')}`,
  );
  say(
    `  every one of ${SUBSCRIBERS} subscribers got 1 to ${EVENTS} once and in order, ${LATE} who came late and ${RECONNECTING} who changed processes among them`,
  );
  const after = await measureBare(texts);
  say(`bare broadcast, after:  ${text(summarise(after))}`);
  const bare = summarise([...before, ...after]);
  const ratios = { p95_over_bare: round(measured.p95 / bare.p95) };
  say(JSON.stringify({ bench: 'events', ratios, goals: GOALS, met: ratios.p95_over_bare <= GOALS.p95_over_bare_at_most }));
} finally {
  await databases.stop();
}
