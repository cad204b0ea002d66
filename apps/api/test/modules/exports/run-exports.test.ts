import type { Principal } from '@rollcall/domain/permission/principal';
import { parse } from 'csv-parse/sync';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimExport } from '../../../src/modules/exports/claim-export.js';
import { holdLease, LeaseLostError } from '../../../src/modules/exports/export-lease.js';
import { runExports } from '../../../src/modules/exports/run-exports.js';
import { writeExport } from '../../../src/modules/exports/write-export.js';
import { UEN } from '../../graphql/example-data.js';
import { createExportWorld, type ExportWorld, globalId, OTHER_UEN, type Row } from './export-world.js';

let world: ExportWorld;
let admin: Principal;
beforeAll(async () => {
  world = await createExportWorld();
  admin = await world.join('admin');
});
afterAll(() => world.close());

const LEASE_MS = 60_000;
const nothing = async () => undefined;

/** The content of a finished file. */
async function contentOf(id: string, by = admin): Promise<string> {
  const shown = await world.show(by, id);
  expect(shown).toMatchObject({ status: 'COMPLETED', error: null });
  const response = await world.download(shown?.downloadUrl ?? null);
  expect(response.status).toBe(200);
  // As bytes: a text would be without the byte order mark.
  const content = Buffer.from(await response.arrayBuffer());
  expect(content.length).toBe(shown?.bytes);
  return content.toString('utf8');
}

const readCsv = (text: string): Row[] => parse(text, { bom: true, columns: true, record_delimiter: '\r\n' });
const readLines = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** Dependencies in which something happens whenever a worker says that it lives: after each page. */
function whenAlive(happen: (time: number) => Promise<void>) {
  const { deps } = world.api;
  let times = 0;
  const query = async (sql: string, values: unknown[]) => {
    const result = await deps.database.pool.query(sql, values);
    if (sql.startsWith('UPDATE data_export SET rows_done = $3, lease_until')) await happen(++times);
    return result;
  };
  const pool = new Proxy(deps.database.pool, {
    get: (target, key) => (key === 'query' ? query : Reflect.get(target, key, target)),
  }) satisfies Pool;
  return { ...deps, database: { ...deps.database, pool } };
}

describe('a file', () => {
  test('has the rows of its provider, as GraphQL shows them', async () => {
    const id = await world.queue(admin, { connection: 'ENROLMENTS' });
    await world.run();
    const rows = readCsv(await contentOf(id));
    const stored = await world.rows('SELECT id, enrolment_id AS number FROM enrollment WHERE provider_id = $1 ORDER BY id', [
      world.example.providerId,
    ]);
    expect(rows.map((row) => [row.id, row.referenceNumber])).toEqual(
      stored.map((row) => [globalId('Enrolment', String(row.id)), row.number]),
    );
    expect(rows[2]).toMatchObject({
      status: 'ADMIN_REMOVED',
      'courseRun.startDate': '2026-01-05',
      'course.courseCode': 'TGS-2026000001',
      'learner.identifierMasked': expect.stringMatching(/^\*{5}\d{3}[A-Z]$/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(await world.show(admin, id)).toMatchObject({ rowsDone: 6, rowsTotal: 6 });
  });

  test('S1.26 X4 shows no identifier, hash, seal, address or number of a learner, in no list and no format', async () => {
    const { identifiers, hashes, sealed, emails, phones } = world.example.secrets;
    for (const connection of ['COURSE_RUNS', 'ENROLMENTS', 'LEARNERS', 'TRAINERS', 'SYNC_LOGS', 'AUDIT_ENTRIES'])
      for (const format of ['CSV', 'JSONL']) {
        const id = await world.queue(admin, { connection, format });
        await world.run();
        const text = await contentOf(id);
        expect(text.length).toBeGreaterThan(100);
        for (const secret of [...identifiers, ...hashes, ...sealed, ...emails, ...phones]) expect(text).not.toContain(secret);
      }
  });

  test('of JSON lines says the same as GraphQL', async () => {
    const id = await world.queue(admin, { connection: 'SYNC_LOGS', format: 'JSONL' });
    await world.run();
    const [line, ...others] = readLines(await contentOf(id));
    expect(others).toHaveLength(1);
    expect(line).toMatchObject({ status: 'SUCCESS', touched: false, trainerOutcome: 'KEPT', ssgStartDate: null });
    expect(line?.decisions).toContainEqual({
      kind: 'SKIP',
      key: '850000',
      rule: 'S0.17 admin-removed-wins',
      reason: 'An admin removed it.',
    });
  });

  test('has only what its filter lets through, dates included', async () => {
    const filter = { courseRuns: { startFrom: '2026-01-05', startTo: '2026-01-05', ssgRunId: '850001', provider: UEN } };
    const some = await world.queue(admin, { connection: 'COURSE_RUNS', filter });
    const none = await world.queue(admin, { connection: 'COURSE_RUNS', filter: { courseRuns: { startFrom: '2030-01-01' } } });
    await world.run();
    expect(readCsv(await contentOf(some)).map(({ ssgRunId }) => ssgRunId)).toEqual(['850001']);
    expect(readCsv(await contentOf(none))).toEqual([]);
    expect((await contentOf(none)).startsWith('\uFEFFid,ssgRunId,')).toBe(true);
  });

  test('of nothing in JSON lines is empty, and can be downloaded', async () => {
    const filter = { enrolments: { text: 'nobody is called so' } };
    const id = await world.queue(admin, { connection: 'ENROLMENTS', format: 'JSONL', filter });
    await world.run();
    expect(await contentOf(id)).toBe('');
  });

  test('has trainers of the provider alone', async () => {
    const id = await world.queue(admin, { connection: 'TRAINERS' });
    await world.run();
    const text = await contentOf(id);
    expect(readCsv(text).map(({ active }) => active)).toContain('false');
    expect(text).not.toContain(OTHER_UEN.toLowerCase());
  });

  test('has the rows of one moment: what comes while it is written is not in it', async () => {
    const id = await world.queue(admin, { connection: 'LEARNERS' });
    const deps = whenAlive(async (time) => {
      if (time !== 1) return;
      const values = [deps.newId(), world.example.providerId];
      await world.rows(`INSERT INTO learner (id, provider_id, name) VALUES ($1, $2, 'Late')`, values);
    });
    await runExports(deps, { signal: new AbortController().signal, pageSize: 2 });
    expect(readCsv(await contentOf(id))).toHaveLength(6);
    await world.rows(`DELETE FROM learner WHERE name = 'Late'`);
  });
});

describe('what its asker may see is found out when it is written', () => {
  test('S1.26 X4 keeps what it was asked by until it is written or refused, and no longer', async () => {
    const by = await world.join('admin');
    const asked = { connection: 'LEARNERS', filter: { learners: { email: 'somebody@example.org' } } };
    const filterOf = async (id: string) => world.rows('SELECT status, filter FROM data_export WHERE id = $1', [id]);
    const written = await world.queue(by, asked);
    expect(await filterOf(written)).toEqual([{ status: 'queued', filter: asked.filter.learners }]);
    await world.run();
    expect(await filterOf(written)).toEqual([{ status: 'completed', filter: {} }]);
    const refused = await world.queue(by, asked);
    await world.run({ mostRows: -1 });
    expect(await filterOf(refused)).toEqual([{ status: 'failed', filter: {} }]);
    const old = await world.queue(by, asked);
    await world.rows(`UPDATE data_export SET created_at = now() - interval '1 day' WHERE id = $1`, [old]);
    await world.run();
    expect(await filterOf(old)).toEqual([{ status: 'failed', filter: {} }]);
  });

  test('who lost the role gets no file', async () => {
    const by = await world.join('finance');
    const id = await world.queue(by, { connection: 'LEARNERS' });
    await world.rows(`UPDATE user_role SET role = 'trainer' WHERE user_id = $1`, [by.id]);
    await world.run();
    expect(await world.show(by, id)).toMatchObject({
      status: 'FAILED',
      remedy: expect.stringContaining('admin'),
      downloadUrl: null,
    });
    expect(await world.rows('SELECT FROM data_export_chunk WHERE export_id = $1', [id])).toEqual([]);
  });

  test('who has no account any more gets no file, and no link that they still have works', async () => {
    const by = await world.join('finance');
    const id = await world.queue(by, { connection: 'LEARNERS' });
    await world.run();
    const url = (await world.show(by, id))?.downloadUrl ?? null;
    expect((await world.download(url, 'HEAD')).status).toBe(200);
    const late = await world.queue(by, { connection: 'LEARNERS' });
    await world.rows('UPDATE app_user SET active = false WHERE id = $1', [by.id]);
    await world.run();
    expect(await world.show(admin, late)).toMatchObject({ status: 'FAILED', error: expect.stringContaining('no access') });
    const response = await world.download(url);
    expect([response.status, ((await response.json()) as { error: Row }).error.code]).toEqual([403, 'FORBIDDEN']);
  });

  test('X6 a key without the scope of a field has a file without its columns', async () => {
    const only = ['export.start', 'enrolment.read', 'course.read'] as const;
    const keyId = world.api.deps.newId();
    await world.rows(
      `WITH made AS (
         INSERT INTO api_key (id, name, key, enabled, reference_id, config_id, created_at, updated_at)
         VALUES ($1, 'reports', $2, true, $3, 'default', now(), now()) RETURNING id)
       INSERT INTO api_key_grant (api_key_id, provider_id, scopes, created_by) SELECT id, $4, $5, $3 FROM made`,
      [keyId, `hash-${keyId}`, admin.id, world.example.providerId, [...only]],
    );
    const key: Principal = {
      kind: 'api_key',
      id: keyId,
      name: 'reports',
      grants: [{ providerId: world.example.providerId, roles: ['integrator'], only: [...only] }],
    };
    const id = await world.queue(key, { connection: 'ENROLMENTS' });
    await world.run();
    const [row] = readCsv(await contentOf(id, key));
    expect(Object.keys(row ?? {})).toContain('course.title');
    expect(Object.keys(row ?? {}).filter((column) => /^(learner|courseRun)\./.test(column))).toEqual([]);
  });
});

describe('a worker that dies', () => {
  test('is followed by another, which writes the file anew; what the dead one still wants to write is not taken', async () => {
    const id = await world.queue(admin, { connection: 'ENROLMENTS' });
    const { deps } = world.api;
    const claimed = await claimExport(deps, LEASE_MS);
    if (claimed?.id !== id) throw new Error('Another export was claimed.');
    const lease = holdLease(deps.database.pool, claimed, LEASE_MS);
    await lease.begin(6);
    await lease.addChunk(0, Buffer.from('a part of the file'), 2);
    await lease.addChunk(1, Buffer.from('another part'), 4);
    expect(await world.show(admin, id)).toMatchObject({ status: 'RUNNING', rowsDone: 4, rowsTotal: 6, bytes: 30 });
    // As long as it may live, nobody else begins.
    await world.run();
    expect(await world.show(admin, id)).toMatchObject({ status: 'RUNNING' });
    await world.rows(`UPDATE data_export SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    await world.run({ pageSize: 2, chunkBytes: 200 });
    await expect(lease.addChunk(2, Buffer.from('late'), 6)).rejects.toThrow(LeaseLostError);
    const dates = { completed: new Date(), expires: new Date() };
    await expect(lease.complete(6, dates)).rejects.toThrow(LeaseLostError);
    await expect(lease.fail({ message: 'no', remedy: 'none' }, new Date())).rejects.toThrow(LeaseLostError);
    const rows = readCsv(await contentOf(id));
    expect(new Set(rows.map((row) => row.id)).size).toBe(6);
    expect(rows).toHaveLength(6);
  });

  test('in the middle of a page loses the export to the one that took it, and leaves it alone', async () => {
    const id = await world.queue(admin, { connection: 'ENROLMENTS' });
    const deps = whenAlive(async (time) => {
      if (time !== 2) return;
      await world.rows(`UPDATE data_export SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
      await world.run();
    });
    await runExports(deps, { signal: new AbortController().signal, pageSize: 2, chunkBytes: 1 });
    expect(readCsv(await contentOf(id))).toHaveLength(6);
    expect(world.api.logged).toContainEqual(expect.objectContaining({ event: 'export_lease_lost', exportId: id }));
  });

  test('many at once write each file once', async () => {
    const ids = await Promise.all(
      ['ENROLMENTS', 'LEARNERS', 'COURSE_RUNS'].map((connection) => world.queue(admin, { connection })),
    );
    await Promise.all([world.run(), world.run(), world.run()]);
    const lengths = await Promise.all(ids.map(async (id) => readCsv(await contentOf(id)).length));
    expect(lengths).toEqual([6, 6, 2]);
    const completed = world.api.logged.filter(
      ({ event, exportId }) => event === 'export_completed' && ids.includes(String(exportId)),
    );
    expect(completed).toHaveLength(3);
  });

  test('because it is told to gives the export back at once', async () => {
    const id = await world.queue(admin, { connection: 'ENROLMENTS' });
    const stop = new AbortController();
    const deps = whenAlive(async () => stop.abort(new Error('drained')));
    await runExports(deps, { signal: stop.signal, pageSize: 2 });
    expect(await world.show(admin, id)).toMatchObject({ status: 'QUEUED' });
    await world.run();
    expect(readCsv(await contentOf(id))).toHaveLength(6);
  });

  test('again and again is not begun for ever', async () => {
    const id = await world.queue(admin, { connection: 'ENROLMENTS' });
    await world.rows(`UPDATE data_export SET created_at = now() - interval '7 hours' WHERE id = $1`, [id]);
    await world.run();
    expect(await world.show(admin, id)).toMatchObject({ status: 'FAILED', remedy: expect.stringContaining('worker') });
  });
});

describe('limits and faults', () => {
  test('more rows than a file may have are refused before one is written', async () => {
    const id = await world.queue(admin, { connection: 'ENROLMENTS' });
    await world.run({ mostRows: 5 });
    expect(await world.show(admin, id)).toMatchObject({
      status: 'FAILED',
      error: expect.stringContaining('More than 5 rows'),
      remedy: expect.stringContaining('Narrow'),
      rowsDone: 0,
      bytes: 0,
    });
  });

  test('a filter that its list refuses is refused in the same words', async () => {
    const id = await world.queue(admin, { connection: 'TRAINERS', filter: { trainers: { freeTo: '2026-01-05' } } });
    await world.run();
    expect(await world.show(admin, id)).toMatchObject({ status: 'FAILED', error: expect.stringContaining('freeFrom') });
  });

  test('a fault that nobody foresaw is logged and not told', async () => {
    const id = await world.queue(admin, { connection: 'ENROLMENTS' });
    const deps = whenAlive(async () => Promise.reject(new Error('secret detail')));
    await runExports(deps, { signal: new AbortController().signal });
    const shown = await world.show(admin, id);
    expect(shown).toMatchObject({ status: 'FAILED', remedy: expect.stringContaining(id) });
    expect(JSON.stringify(shown)).not.toContain('secret detail');
    expect(JSON.stringify(world.api.logged)).toContain('secret detail');
  });
});

test('50 000 rows are written as they are read: a page and a chunk in memory, whatever the length', async () => {
  await world.rows(
    `INSERT INTO learner (id, provider_id, name, email)
     SELECT gen_random_uuid(), $1, 'Many Invented ' || n, 'many' || n || '@example.org' FROM generate_series(1, 50000) AS n`,
    [world.example.providerId],
  );
  const filter = { learners: { text: 'many invented' } };
  const id = await world.queue(admin, { connection: 'LEARNERS', filter });
  const { deps } = world.api;
  const claimed = await claimExport(deps, LEASE_MS);
  if (claimed?.id !== id) throw new Error('Another export was claimed.');
  const chunks: { bytes: number; rowsDone: number }[] = [];
  const lease = {
    begin: nothing,
    renew: nothing,
    complete: nothing,
    fail: nothing,
    giveBack: nothing,
    addChunk: async (position: number, { length }: Buffer, rowsDone: number) => {
      expect(position).toBe(chunks.length);
      chunks.push({ bytes: length, rowsDone });
    },
  };
  const signal = new AbortController().signal;
  expect(await writeExport(deps, { claimed, lease, principal: admin }, { signal })).toBe(50_000);
  expect(chunks.length).toBeGreaterThan(20);
  expect(Math.max(...chunks.map(({ bytes }) => bytes))).toBeLessThan(2 * 256 * 1024);
  // Never is more read than the chunk needs and a page or two ahead of it.
  const ahead = chunks.map(({ rowsDone }, index) => rowsDone - (chunks[index - 1]?.rowsDone ?? 0));
  expect(Math.max(...ahead)).toBeLessThan(6000);
  await world.rows(`UPDATE data_export SET status = 'queued', lease_token = NULL WHERE id = $1`, [id]);
  await world.run();
  const names = readCsv(await contentOf(id)).map(({ name }) => name);
  expect([names.length, new Set(names).size]).toEqual([50_000, 50_000]);
});
