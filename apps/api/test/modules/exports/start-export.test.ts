import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf } from '../../graphql/ask.js';
import { UEN } from '../../graphql/example-data.js';
import { somebody } from '../../support/known-callers.js';
import { createExportWorld, type ExportWorld, globalId, OTHER_UEN, type ShownExport } from './export-world.js';

let world: ExportWorld;
beforeAll(async () => {
  world = await createExportWorld();
});
afterAll(() => world.close());

/** Plainly invented. */
const INVENTED = `s${'0'.repeat(7)}x`;

const refusal = (code: string, path: string[] = []) => ({ code, path, remedy: expect.stringMatching(/\w/) });

describe('S1.25 who may export', () => {
  test('a trainer exports nothing', async () => {
    const trainer = await world.join('trainer');
    await expect(world.start(trainer, { connection: 'ENROLMENTS' })).rejects.toThrow('FORBIDDEN');
  });

  test('only lists that one may read: operations have no audit', async () => {
    const operations = await world.join('operations');
    expect(await world.start(operations, { connection: 'AUDIT_ENTRIES' })).toMatchObject(refusal('FORBIDDEN'));
    expect(await world.start(await world.join('auditor'), { connection: 'AUDIT_ENTRIES' })).toMatchObject({
      dataExport: { status: 'QUEUED', rowsDone: 0, downloadUrl: null },
    });
  });

  test('a foreign provider and one that does not exist are answered alike', async () => {
    const admin = await world.join('admin');
    const foreign = await world.start(admin, { connection: 'ENROLMENTS', provider: OTHER_UEN });
    expect(foreign).toMatchObject(refusal('NOT_FOUND', ['input', 'provider']));
    expect(await world.start(admin, { connection: 'ENROLMENTS', provider: '299999999Z' })).toEqual(foreign);
  });

  test('what was asked for is audited, masked', async () => {
    const by = await world.join('finance');
    const input = { connection: 'LEARNERS', filter: { learners: { email: 'somebody@example.org' } }, format: 'JSONL' };
    const id = await world.queue(by, input);
    expect(await world.rows('SELECT action, actor_id, actor_role, after FROM audit_trail WHERE entity_id = $1', [id])).toEqual([
      {
        action: 'export.start',
        actor_id: by.id,
        actor_role: 'finance',
        after: { connection: 'learners', format: 'jsonl', filter: { email: 's***@example.org' } },
      },
    ]);
  });
});

describe('input', () => {
  let admin: Principal;
  beforeAll(async () => {
    admin = await world.join('admin');
  });

  test.each([
    ['of another list', ['courseRuns'], { courseRuns: { text: 'a' } }],
    ['of another provider', ['learners', 'provider'], { learners: { provider: OTHER_UEN } }],
    ['by an identifier', ['learners', 'identifier'], { learners: { identifier: 'invented' } }],
    ['with an identifier in a text', ['learners', 'text'], { learners: { text: `of ${INVENTED} ` } }],
  ])('a filter %s is refused, and nothing kept', async (_what, path, filter) => {
    const input = { connection: 'LEARNERS', filter, idempotencyKey: 'filter' };
    expect(await world.start(admin, input)).toMatchObject(refusal('INVALID_INPUT', ['input', 'filter', ...path]));
    expect(await world.rows(`SELECT FROM data_export WHERE requested_by = $1`, [`user:${admin.id}`])).toEqual([]);
    expect(await world.rows(`SELECT FROM idempotency_key WHERE key = 'filter'`)).toEqual([]);
  });

  test('S1.26 X4 the audit has no e-mail address of any text', async () => {
    const by = await world.join('admin');
    const address = 'somebody@example.org';
    const id = await world.queue(by, { connection: 'TRAINERS', filter: { trainers: { text: `x ${address}` } } });
    const [kept] = await world.rows('SELECT after FROM audit_trail WHERE entity_id = $1', [id]);
    expect(kept).toMatchObject({ after: { filter: { text: 'x s***@example.org' } } });
  });

  test('the same key asks for one file', async () => {
    const by = await world.join('admin');
    const input = { connection: 'TRAINERS', idempotencyKey: 'once' };
    expect(await world.queue(by, input)).toBe(await world.queue(by, input));
    expect(await world.rows('SELECT FROM data_export WHERE requested_by = $1', [`user:${by.id}`])).toHaveLength(1);
    await world.rows('DELETE FROM data_export WHERE requested_by = $1', [`user:${by.id}`]);
    expect(await world.start(by, input)).toMatchObject(refusal('NOT_FOUND'));
  });

  test('of many requests at once three find a place', async () => {
    const by = await world.join('admin');
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.start(by, { connection: 'COURSE_RUNS' })));
    const refused = answers.filter(({ dataExport }) => !dataExport);
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject(refusal('REFUSED'));
  });
});

describe('who sees that a file was asked for', () => {
  test('its asker, and those who see the audit', async () => {
    const asker = await world.join('finance');
    const id = await world.queue(asker, { connection: 'ENROLMENTS' });
    for (const role of ['admin', 'auditor'] as const)
      expect(await world.show(await world.join(role), id)).toMatchObject({ status: 'QUEUED', requestedBy: asker.name });
    expect(await world.show(asker, id)).toMatchObject({ status: 'QUEUED' });
    expect(await world.show(await world.join('operations'), id)).toBeNull();
    const [other] = await world.rows('SELECT id FROM training_provider WHERE uen = $1', [OTHER_UEN]);
    expect(await world.show(somebody(world.api.deps.newId(), String(other?.id), 'admin'), id)).toBeNull();
  });

  test('the list has the newest first, and one’s own alone', async () => {
    const asker = await world.join('operations');
    const first = await world.queue(asker, { connection: 'ENROLMENTS' });
    const second = await world.queue(asker, { connection: 'LEARNERS' });
    const { dataExports } = await dataOf<{ dataExports: { totalCount: number; nodes: ShownExport[] } }>(
      world.api,
      `query { dataExports(provider: "${UEN}") { totalCount nodes { id } } }`,
      {},
      world.callers.as(asker),
    );
    const ids = [second, first].map((id) => ({ id: globalId('DataExport', id) }));
    expect(dataExports).toEqual({ totalCount: 2, nodes: ids });
  });
});
