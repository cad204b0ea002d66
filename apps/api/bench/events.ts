import { Pool } from 'pg';
import { type Child, startChild } from './events/child.js';
import {
  BARE_MESSAGES,
  EVENTS,
  EVENTS_PER_TRANSACTION,
  LATE,
  type Numbers,
  RECONNECTING,
  ROUNDS,
  roundsOf,
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

type SentAt = [number: number, at: number][];

interface Opening {
  count: number;
  urls: string[];
  leaveAfter?: number;
}

/** One of the two that are compared: its servers, each with a client process that holds half of the subscribers. */
class Side {
  private readonly sentAt: SentAt[] = [];

  private constructor(
    readonly servers: Child[],
    readonly clients: Child[],
    readonly urls: string[],
    private readonly runId: string | null,
    private readonly events: number,
  ) {}

  static async start(servers: Child[], runId: string | null, events: number): Promise<Side> {
    const clients = servers.map(() => startChild(new URL('./events/client-process.ts', import.meta.url)));
    const [ready] = await Promise.all([
      Promise.all(servers.map((server) => server.says<{ url: string }>('ready'))),
      Promise.all(clients.map((client) => client.says('ready'))),
    ]);
    const urls = ready.map(({ url }) => url);
    return new Side(servers, clients, urls, runId, events);
  }

  /** Opens subscribers at every server and waits until all are connected. */
  async open(opening: Omit<Opening, 'urls'>): Promise<void> {
    for (const [index, client] of this.clients.entries()) {
      const opened = client.says('opened');
      const urls = index === 0 ? this.urls : this.urls.toReversed();
      client.send({ type: 'open', events: this.events, runId: this.runId, leaveAfter: 0, ...opening, urls });
      await opened;
    }
  }

  /** Lets `senders` send one round, and waits until every subscriber has had it. */
  async run(senders: Child[], part: Numbers, more: object = {}): Promise<void> {
    const sent = Promise.all(senders.map((sender) => sender.says<{ sentAt: SentAt }>('sent')));
    for (const sender of senders) sender.send({ type: 'round', ...part, ...more });
    for (const [index, { sentAt }] of (await sent).entries()) (this.sentAt[index] ??= []).push(...sentAt);
    const reached = Promise.all(this.clients.map((client) => client.says('reached')));
    for (const client of this.clients) client.send({ type: 'reach', number: part.to });
    await reached;
  }

  /** Throws where a subscriber did not get everything once and in order. One sender serves all clients, or each its own. */
  async report(): Promise<Delays> {
    const parts = await Promise.all(
      this.clients.map(async (client, index) => {
        const report = client.says<{ delays: Float32Array; faults: string[] }>('report');
        client.send({ type: 'report', sentAt: this.sentAt[index] ?? this.sentAt[0] });
        return await report;
      }),
    );
    const faults = parts.flatMap((part) => part.faults);
    if (faults.length > 0)
      throw new Error(`${faults.length} subscribers did not get every event once and in order; one: ${faults[0]}`);
    return summarise(parts.map(({ delays }) => delays));
  }
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

const stopAll = (children: Child[]) => Promise.all(children.map((child) => child.stop()));
const secondsOf = (seconds: number[]) => seconds.map((each) => `${round(each)} s`).join(', ');

const databases = await startBenchDatabases({ today: '2026-03-02', courses: 1, runs: 1, learnersPerRun: 1 });
try {
  const url = await databases.create();
  const pool = new Pool({ connectionString: url, max: 1 });
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO task_chain_logs (chain_name, trigger, requested_by, mode, today)
     VALUES ('bench', 'manual', 'bench', 'full', '2026-03-02') RETURNING id::text`,
  );
  await pool.end();
  const runId = rows[0]?.id ?? '';
  const rate = (EVENTS_PER_TRANSACTION * 1000) / TRANSACTION_EVERY_MS;
  say(
    `${SUBSCRIBERS} subscribers on two processes; ${EVENTS_PER_TRANSACTION} events every ${TRANSACTION_EVERY_MS} ms, ${rate} a second`,
  );

  const bare = await Side.start(
    [
      startChild(new URL('./events/bare-process.ts', import.meta.url)),
      startChild(new URL('./events/bare-process.ts', import.meta.url)),
    ],
    null,
    BARE_MESSAGES,
  );
  const ours = await Side.start(
    [
      startChild(new URL('./events/api-process.ts', import.meta.url), url),
      startChild(new URL('./events/api-process.ts', import.meta.url), url),
    ],
    runId,
    EVENTS,
  );
  const writer = startChild(new URL('./events/writer-process.ts', import.meta.url), url, runId);
  await writer.says('ready');
  await bare.open({ count: SUBSCRIBERS / 2 });
  await ours.open({ count: (SUBSCRIBERS - LATE - RECONNECTING) / 2 });
  // Those go over in the middle of a round.
  await ours.open({ count: RECONNECTING / 2, leaveAfter: EVENTS / 2 - EVENTS / ROUNDS / 2 });

  const [ourRounds, bareRounds] = [roundsOf(EVENTS), roundsOf(BARE_MESSAGES)];
  for (const [index, bareRound] of bareRounds.entries()) {
    if (index === ROUNDS / 2) await ours.open({ count: LATE / 2 });
    const ourRound = ourRounds[index] ?? bareRound;
    await ours.run([writer], ourRound);
    const count = bareRound.to - bareRound.from + 1;
    await bare.run(bare.servers, bareRound, {
      texts: Array.from({ length: count }, (_, place) => messageOf(bareRound.from + place)),
    });
  }
  const [events, broadcast] = [await ours.report(), await bare.report()];
  say(`events of a chain run  ${text(events)}`);
  say(`bare broadcast         ${text(broadcast)}`);
  say(
    `every one of ${SUBSCRIBERS} subscribers got 1 to ${EVENTS} once and in order, ${LATE} who came late and ${RECONNECTING} who changed processes among them`,
  );
  say(
    `CPU: API ${secondsOf(await stopAll(ours.servers))}; its clients ${secondsOf(await stopAll(ours.clients))}; writer ${secondsOf(await stopAll([writer]))}`,
  );
  say(
    `CPU: bare ${secondsOf(await stopAll(bare.servers))}; its clients ${secondsOf(await stopAll(bare.clients))}, for a fifth as many`,
  );
  const ratios = { p95_over_bare: round(events.p95 / broadcast.p95) };
  say(JSON.stringify({ bench: 'events', ratios, goals: GOALS, met: ratios.p95_over_bare <= GOALS.p95_over_bare_at_most }));
} finally {
  await databases.stop();
}
