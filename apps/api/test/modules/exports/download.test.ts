import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginPurge, purgeOperationalLogs } from '../../../src/modules/retention/purge-operational-logs.js';
import { inTransaction } from '../../../src/persistence/transaction.js';
import { createExportWorld, type ExportWorld, type Row } from './export-world.js';

/** 07:00 in Singapore on 22 November, still the 21st in UTC. */
const NOON = Date.parse('2026-11-21T23:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let now = NOON;
let world: ExportWorld;
let asker: Principal;
let id: string;
let url: URL;

beforeAll(async () => {
  world = await createExportWorld({ now: () => now });
  asker = await world.join('finance');
});
beforeEach(async () => {
  now = NOON;
  id = await world.queue(asker, { connection: 'SYNC_LOGS' });
  await world.run();
  url = new URL((await world.show(asker, id))?.downloadUrl ?? '');
});
afterAll(() => world.close());

const codeOf = async (response: Response): Promise<unknown> => ((await response.json()) as { error: Row }).error.code;
const audited = () => world.rows(`SELECT actor_id FROM audit_trail WHERE action = 'export.download' AND entity_id = $1`, [id]);

test('a link gives the file, by name, to be kept by nobody on the way, and says so in the audit', async () => {
  const response = await world.download(url.href);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="sync-logs-201003953Z-2026-11-22.csv"',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  const { byteLength } = await response.arrayBuffer();
  expect(response.headers.get('content-length')).toBe(String(byteLength));
  expect(await audited()).toEqual([{ actor_id: asker.id }]);
});

test('HEAD tells the same without the file, and is no download', async () => {
  const response = await world.download(url.href, 'HEAD');
  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
  expect(await response.text()).toBe('');
  expect(await audited()).toEqual([]);
});

test('only the asker is given a link', async () => {
  expect(await world.show(await world.join('admin'), id)).toMatchObject({ status: 'COMPLETED', downloadUrl: null });
});

test.each([
  ['signature', (link: URL) => link.searchParams.set('signature', link.searchParams.get('signature')?.slice(1) ?? '')],
  ['missing signature', (link: URL) => link.searchParams.delete('signature')],
  ['later expiry', (link: URL) => link.searchParams.set('expires', String(Number(link.searchParams.get('expires')) + 3600))],
  ['expiry that is no number', (link: URL) => link.searchParams.set('expires', 'never')],
  ['other file', (link: URL) => void (link.pathname = `/exports/${world.api.deps.newId()}`)],
  ['id that is none', (link: URL) => void (link.pathname = '/exports/x')],
])('a link with another %s is refused', async (_what, change) => {
  const link = new URL(url);
  change(link);
  const response = await world.download(link.href);
  expect([response.status, await codeOf(response)]).toEqual([403, 'LINK_INVALID']);
  expect(await audited()).toEqual([]);
});

test('a link of another export opens that one alone', async () => {
  const other = await world.queue(asker, { connection: 'TRAINERS' });
  await world.run();
  const link = new URL(url);
  link.pathname = `/exports/${other}`;
  expect((await world.download(link.href)).status).toBe(403);
});

test('after five minutes the link is over, and a new one works', async () => {
  now = NOON + 6 * MINUTE;
  const response = await world.download(url.href);
  expect([response.status, await codeOf(response)]).toEqual([410, 'LINK_EXPIRED']);
  expect((await world.download((await world.show(asker, id))?.downloadUrl ?? null)).status).toBe(200);
});

test('after a day the file is over: no link is given, one of the last minute ends with it, and the cleanup removes it', async () => {
  now = NOON + 24 * HOUR - MINUTE;
  const last = (await world.show(asker, id))?.downloadUrl ?? null;
  now = NOON + 24 * HOUR + MINUTE;
  const response = await world.download(last);
  expect(response.status).toBe(410);
  expect(await world.show(asker, id)).toMatchObject({ status: 'COMPLETED', downloadUrl: null });
  const { counts } = await purgeOperationalLogs(beginPurge(now), {
    inTransaction: (work) => inTransaction(world.api.deps.database.pool, work),
    sliceDone: async () => undefined,
    signal: new AbortController().signal,
  });
  expect(counts.exportChunks).toBeGreaterThan(0);
  expect(await world.rows('SELECT FROM data_export_chunk WHERE export_id = $1', [id])).toEqual([]);
  expect(await world.show(asker, id)).toMatchObject({ status: 'COMPLETED' });
});

test('a file that is removed in the middle breaks off, rather than ending as if it were whole', async () => {
  await world.rows('DELETE FROM data_export_chunk WHERE export_id = $1', [id]);
  const read = async () => (await world.download(url.href)).text();
  await expect(read()).rejects.toThrow(/fetch failed|terminated/);
  expect(JSON.stringify(world.api.logged.findLast(({ event }) => event === 'http_error'))).toContain(`ends after 0 of`);
});

test('another method is not served', async () => {
  expect((await world.download(url.href, 'POST')).status).toBe(405);
});
