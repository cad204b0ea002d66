import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliverWebhooks } from '../../src/modules/webhooks/deliver-webhooks.js';
import { openCutProxy } from '../jobs/cut-proxy.js';
import { type RunningExample, runExample } from './run-example.js';
import { type ServedNight, serveNight } from './served-night.js';

let night: ServedNight;
beforeAll(async () => {
  night = await serveNight();
});
afterAll(() => night.close());

const environment = () => ({ API: night.url, KEY: night.key });

/** The numbers that the lines of an example begin with. */
const numbersOf = ({ stdout }: RunningExample): number[] => [...stdout.matchAll(/^\d+/gm)].map(([number]) => Number(number));

/** How a chain run ended, and 1 to the number of its events. */
async function storyOf(chainRun: string): Promise<{ status: unknown; numbers: number[] }> {
  const [run] = await night.rows('SELECT status, last_event_number::int AS last FROM task_chain_logs WHERE id = $1', [chainRun]);
  return { status: run?.status, numbers: Array.from({ length: Number(run?.last) }, (_, index) => index + 1) };
}

const newestRun = async (): Promise<string> =>
  String((await night.rows('SELECT max(id)::text AS id FROM task_chain_logs'))[0]?.id);

/** The mutation `name`, its success as `result`. */
function actOf(name: string, fields: string): string {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  return `mutation ($input: ${type}Input!) { result: ${name}(input: $input) { ... on ${type}Success { ${fields} } } }`;
}

describe('docs/examples', () => {
  test('curl.sh asks, acts, and is answered alike when it sends the act again', async () => {
    const curl = runExample('curl.sh', [], environment());
    expect([await curl.ended, curl.stderr]).toEqual([0, '']);
    const [runs, first, again] = curl.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(runs.data.courseRuns).toMatchObject({ totalCount: 6, nodes: [{ classStatus: 'PENDING' }, {}, {}] });
    expect(first.data.courseRunSetClassStatus).toMatchObject({ changed: true, courseRun: { classStatus: 'CONFIRMED' } });
    expect(again).toEqual(first);
    expect(await night.rows(`SELECT after FROM change WHERE field = 'class_status' AND before IS NOT NULL`)).toEqual([
      { after: 'Confirmed' },
    ]);
  });

  test('node-client.mjs reads every page, takes a learner out and brings them back', async () => {
    const client = runExample('node-client.mjs', [], environment());
    expect([await client.ended, client.stderr]).toEqual([0, '']);
    const lines = client.stdout.trim().split('\n');
    expect(lines.slice(0, 6).map((line) => line.split(' ')[0])).toEqual(
      (await night.rows('SELECT course_run_id AS id FROM course_run ORDER BY start_date')).map(({ id }) => id),
    );
    const [reference = '', removed, ...why] = lines[6]?.split(' ') ?? [];
    expect(removed).toBe('ADMIN_REMOVED');
    expect(why.length).toBeGreaterThan(3);
    expect(lines[7]).toMatch(new RegExp(`^${reference} CONFIRMED `));
    const history = await night.rows(
      `SELECT before, after FROM change JOIN enrollment ON enrollment.id::text = change.entity_id::text
       WHERE enrolment_id = $1 AND field = 'enrolment_status' AND owner = 'admin' ORDER BY change.id`,
      [reference],
    );
    expect(history).toEqual([
      { before: 'Confirmed', after: 'Admin Removed' },
      { before: 'Admin Removed', after: 'Confirmed' },
    ]);
  });

  test('follow-with-graphql-ws.mjs starts a night and tells 1 to n, though its connection breaks in the middle', async () => {
    const proxy = await openCutProxy(night.port);
    night.simulator.faults.add({ operation: 'enrolments.search', effect: { kind: 'hold' } });
    const follow = runExample('follow-with-graphql-ws.mjs', [night.uen], {
      API: `http://127.0.0.1:${proxy.port}`,
      KEY: night.key,
    });
    await follow.says(/step_completed find_runs/);
    await proxy.cut();
    await proxy.mend();
    night.simulator.faults.clear();
    expect(await follow.ended).toBe(0);
    const { status, numbers } = await storyOf(await newestRun());
    expect(status).toBe('completed');
    expect(numbersOf(follow)).toEqual(numbers);
    expect(follow.stderr).toMatch(/^Lost after \d+ \(.*\); following again\.$/m);
    await proxy.close();
  });

  test('follow-with-eventsource.mjs follows a night and tells 1 to n, though its connection breaks in the middle', async () => {
    const proxy = await openCutProxy(night.port);
    night.simulator.faults.add({ operation: 'enrolments.search', effect: { kind: 'hold' } });
    const { chainRunStart } = await night.ask<{ chainRunStart: { chainRun: { number: string } } }>(
      `mutation ($input: ChainRunStartInput!) { chainRunStart(input: $input) { ... on ChainRunStartSuccess { chainRun { number } } } }`,
      { input: { chain: 'tgs_daily', provider: night.uen, mode: 'FULL' } },
    );
    const { number } = chainRunStart.chainRun;
    const follow = runExample('follow-with-eventsource.mjs', [number], {
      API: `http://127.0.0.1:${proxy.port}`,
      KEY: night.key,
    });
    await follow.says(/step_completed find_runs/);
    await proxy.cut();
    await proxy.mend();
    night.simulator.faults.clear();
    expect(await follow.ended).toBe(0);
    const { status, numbers } = await storyOf(number);
    expect(status).toBe('completed');
    expect(numbersOf(follow)).toEqual(numbers);
    expect(follow.stderr).toMatch(/^Lost after \d+; following again\.$/m);
    await proxy.close();
  });

  test.each([
    ['an unknown run', 'follow-with-eventsource.mjs', '987654321', /NOT_FOUND/],
    ['an unknown provider', 'follow-with-graphql-ws.mjs', '209999999Z', /provider/],
  ])('a follower ends with the reason at %s', async (_what, example, word, reason) => {
    const follow = runExample(example, [word], environment());
    expect(await follow.ended).toBe(1);
    expect(follow.stderr).toMatch(reason);
  });

  test.each(['follow-with-eventsource.mjs', 'follow-with-graphql-ws.mjs', 'node-client.mjs'])(
    '%s ends with the reason where its key is worth nothing',
    async (example) => {
      const follow = runExample(example, ['1'], { API: night.url, KEY: 'rc_nobody-made-this-key' });
      expect(await follow.ended).toBe(1);
      expect(follow.stderr).toMatch(/not valid|401/);
    },
  );

  test('export.mjs waits for a file and downloads it', async () => {
    const program = runExample('export.mjs', [night.uen], environment());
    expect([await program.ended, program.stderr]).toEqual([0, '']);
    const [confirmed] = await night.rows(`SELECT count(*)::int AS rows FROM enrollment WHERE enrolment_status = 'Confirmed'`);
    expect(program.stdout).toBe(`enrolments.csv has ${confirmed?.rows} rows.\n`);
    const lines = readFileSync(path.join(program.folder, 'enrolments.csv'), 'utf8').trim().split('\r\n');
    expect(lines).toHaveLength(Number(confirmed?.rows) + 1);
    expect(lines[0]).toContain('referenceNumber');
  });

  test('verify-webhook.mjs takes what Rollcall signed, once, and refuses what another wrote', async () => {
    const made = await night.ask<{ result: { secret: string; webhook: { id: string } } }>(
      actOf('webhookCreate', 'secret webhook { id }'),
      {
        input: { provider: night.uen, url: 'https://hooks.example.org/rollcall', kinds: ['WEBHOOK_TEST'] },
      },
    );
    const { secret, webhook } = made.result;
    const receiver = runExample('verify-webhook.mjs', [], { SECRET: secret, PORT: '0' });
    const [, url = ''] = await receiver.says(/Listening on (\S+)/);
    await night.ask(actOf('webhookUpdate', 'webhook { url }'), { input: { webhookId: webhook.id, url } });
    await night.ask(actOf('webhookTest', 'delivery { id }'), { input: { webhookId: webhook.id } });
    const deps = { ...night.deps, now: Date.now };
    expect(await deliverWebhooks(deps, { signal: new AbortController().signal })).toEqual({ sent: 1, failed: 0, dead: 0 });
    await receiver.says(/^webhook\.test /m);
    // A worker that died before it recorded the answer sends the same message again.
    await night.rows(`UPDATE webhook_delivery SET status = 'pending', next_attempt_at = now() - interval '1 second'`);
    expect(await deliverWebhooks(deps, { signal: new AbortController().signal })).toEqual({ sent: 1, failed: 0, dead: 0 });
    const forged = await fetch(url, {
      method: 'POST',
      headers: { 'webhook-id': 'x', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1,AAAA' },
      body: '{"type":"webhook.test","data":{}}',
    });
    expect(forged.status).toBe(401);
    expect(receiver.stdout.match(/^webhook\.test /gm)).toHaveLength(1);
  });
});
