import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordTroubles } from '../../src/modules/incidents/record-troubles.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import { runCommandLine } from '../support/run-command-line.js';
import { createTestDependencies, type TestDependencies } from '../support/test-dependencies.js';

const UNKNOWN = '0199aaaa-0000-7000-8000-000000000000';

let deps: TestDependencies;
beforeAll(async () => {
  deps = await createTestDependencies();
});
afterAll(() => deps.close());

const rollcall = (words: string) => runCommandLine(words, deps.environment);
const trouble = (runsTouched: string[]) => ({
  upstream: 'ssg',
  errorClass: 'SsgUnavailableError',
  endpoint: 'enrolments.search',
  message: 'SSG answered 503.',
  remedy: 'Wait, it is tried again.',
  runsTouched,
});

async function meet(runs: string[]): Promise<void> {
  const parts = { deps, settings: deps.settings.alerts, provider: null, chainRunId: null };
  await inTransaction(deps.database.pool, (transaction) => recordTroubles(transaction, parts, [trouble(runs)]));
}

test('S1.19 an incident is listed once however often it happens, with what to do', async () => {
  expect(await rollcall('incidents')).toEqual({ exitCode: 0, stdout: '', stderr: expect.stringMatching(/^No incident is open/) });
  await meet(['1077800']);
  await meet(['1077801']);
  const { exitCode, stdout } = await rollcall('incidents');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^open {4}SsgUnavailableError at ssg, enrolments.search {2}2 times, last \w{3} \d{4}-\d\d-\d\d \d\d:\d\d UTC\n/,
  );
  expect(stdout).toContain('SSG answered 503.\n        Wait, it is tried again.\n        course runs 1077800, 1077801\n');
});

test('S1.19 a note is kept with its audit; the text needs no quotes', async () => {
  const [incident] = JSON.parse((await rollcall('incidents --json')).stdout);
  expect(incident).toMatchObject({ occurrences: 2, firstSeenAt: expect.stringMatching(/Z$/), note: null });
  expect(await rollcall(`incidents note ${incident.id} The pace was too high; lowered by ops.`)).toMatchObject({ exitCode: 0 });
  expect((await rollcall('incidents')).stdout).toContain('note: The pace was too high; lowered by ops.');
  const again = await rollcall(`incidents note ${incident.id} Solved. --json`);
  expect(JSON.parse(again.stdout)).toMatchObject({ id: incident.id, note: 'Solved.' });
  expect((await deps.database.pool.query('SELECT actor_type, actor_name, action FROM audit_trail')).rows).toEqual([
    { actor_type: 'system', actor_name: 'cli', action: 'incident.note' },
    { actor_type: 'system', actor_name: 'cli', action: 'incident.note' },
  ]);
});

test('closed incidents are shown with --all', async () => {
  await deps.database.pool.query(`UPDATE incident SET status = 'closed', closed_at = now(), closed_reason = 'It works again.'`);
  expect((await rollcall('incidents')).stdout).toBe('');
  expect((await rollcall('incidents --all')).stdout).toMatch(/^closed .*[^]*It works again\./);
});

test('bug 28 a message that was given up is shown without the whole address, and sent again on demand', async () => {
  const [sent, dead] = [deps.newId(), deps.newId()];
  const insert = `INSERT INTO alert_delivery (id, kind, channel, recipient, subject, body, status, attempts, last_error) VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8)`;
  await deps.database.pool.query(insert, [
    sent,
    'chain_failed',
    'email',
    'ops@example.org',
    'Daily sync failed',
    'sent',
    1,
    null,
  ]);
  const hook = 'https://hooks.example.org/services/secret';
  await deps.database.pool.query(insert, [dead, 'digest', 'webhook', hook, 'Digest', 'dead', 10, 'It answered 410.']);
  const all = (await rollcall('alerts')).stdout;
  expect(all).toContain('email to o***@example.org');
  expect(all).not.toContain('secret');
  const { stdout } = await rollcall('alerts --dead');
  expect(stdout).toMatch(
    /^dead {5}Digest\n.*webhook to https:\/\/hooks\.example\.org\/…\n +It answered 410\.\n +Send it again: rollcall alerts requeue/,
  );
  expect(JSON.parse((await rollcall('alerts --dead --json')).stdout)).toMatchObject([
    { id: dead, recipient: 'https://hooks.example.org/…' },
  ]);
  expect(await rollcall(`alerts requeue ${dead}`)).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/sent again/) });
  expect(await rollcall('alerts --dead')).toEqual({ exitCode: 0, stdout: '', stderr: 'No message was given up.\n' });
  await deps.database.pool.query(`UPDATE alert_delivery SET status = 'dead' WHERE id = $1`, [dead]);
  expect(JSON.parse((await rollcall(`alerts requeue ${dead} --json`)).stdout)).toEqual({ requeued: dead });
  expect(await rollcall(`alerts requeue ${sent}`)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'Failed: The message was sent.\nNothing to do.\n',
  });
});

test.each([
  ['an incident that is none', `incidents note ${UNKNOWN} text`, 1, /no incident 0199aaaa/],
  ['a message that is none', `alerts requeue ${UNKNOWN}`, 1, /no message 0199aaaa/],
  ['what is no id', 'incidents note 7 text', 2, /It must be an id/],
  ['a note without words', `incidents note ${UNKNOWN}`, 2, /missing required argument 'text'/],
])('%s is refused', async (_name, words, exitCode, message) => {
  expect(await rollcall(words)).toEqual({ exitCode, stdout: '', stderr: expect.stringMatching(message) });
});
