import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ActivityPosition, isAfter } from '../../../src/events/activity.js';
import { readActivity, readEndOfActivity } from '../../../src/events/read-activity.js';
import { countStatements } from '../../http/count-statements.js';
import { type ActivityWorld, addProvider, createActivityWorld, recordChange, written } from './activity-world.js';

let world: ActivityWorld;
beforeAll(async () => {
  world = await createActivityWorld();
});
afterAll(() => world.close());
beforeEach(() => world.rows('DELETE FROM activity'));

const told = () =>
  world.rows('SELECT kind, entity_ids AS ids, provider_id AS provider, change_set_id AS set FROM activity ORDER BY number');
const kinds = async () => (await told()).map(({ kind }) => kind);

describe('changes', () => {
  test('tell once per change set and kind, however many fields and entities', async () => {
    const { deps, run, providerId } = world;
    const [learner, ...enrolments] = Array.from({ length: 4 }, () => deps.newId());
    if (!learner) throw new Error('no ids');
    const set = await world.change([
      written('course_run', run.id, { start_date: '2026-03-02', class_status: 'Confirmed' }),
      written('learner', learner, { email: 'a@example.org', name: 'A' }),
      ...enrolments.map((id) => written('enrolment', id, { enrolment_status: 'Confirmed', ssg_status: 'Confirmed' })),
    ]);
    expect(await told()).toEqual([
      { kind: 'course_run.changed', ids: [run.id], provider: providerId, set },
      { kind: 'enrolment.changed', ids: enrolments.toSorted(), provider: providerId, set },
      { kind: 'learner.changed', ids: [learner], provider: providerId, set },
    ]);
  });

  test('of trainers tell of the run, whether its columns changed, a link that is gone, or a decline', async () => {
    const { deps, run } = world;
    await world.change([written('course_run', run.id, { assigned_trainer_id: deps.newId(), assignment_source: 'admin' })]);
    await world.change([written('course_run', run.id, { tpg_assigned_trainer_name: 'T', class_status: 'Confirmed' })]);
    await world.change([written('course_run_trainer', deps.newId(), { position: 0 })]);
    await world.change([written('course_run_trainer_decline', deps.newId(), { trainer_id: deps.newId() })]);
    expect((await told()).map(({ kind, ids }) => [kind, ids])).toEqual([
      ['trainer.changed', [run.id]],
      ['course_run.changed', [run.id]],
      ['trainer.changed', [run.id]],
      ['trainer.changed', [run.id]],
      ['trainer.changed', [run.id]],
    ]);
  });

  test('of trainers of several runs tell of the runs that the links name', async () => {
    const { deps, providerId } = world;
    const runIds = [await world.addRun('860001'), await world.addRun('860002')];
    const { id: trainerId } = await deps.database.prisma.appUser.create({
      data: { email: 'link@example.org', name: 'Link', nameNormalised: 'link' },
    });
    const links = await Promise.all(
      runIds.map((courseRunId) =>
        deps.database.prisma.courseRunTrainer.create({
          data: {
            providerId,
            courseRunId,
            trainerId,
            trainerName: 'Link',
            trainerEmail: 'link@example.org',
            assignmentSource: 'admin',
          },
        }),
      ),
    );
    await world.change(
      links.map(({ id }) => written('course_run_trainer', id, { position: 0 })),
      null,
    );
    expect((await told()).map(({ kind, ids }) => [kind, ids])).toEqual([['trainer.changed', runIds.toSorted()]]);
  });

  test('of many entities tell a hundred at a time', async () => {
    const ids = Array.from({ length: 230 }, () => world.deps.newId());
    await world.change(ids.map((id) => written('enrolment', id, { enrolment_status: 'Cancelled' })));
    const sizes = await world.rows<{ size: number }>('SELECT cardinality(entity_ids) AS size FROM activity ORDER BY number');
    expect(sizes.map(({ size }) => size)).toEqual([100, 100, 30]);
  });

  test.each(['awaiting_approval', 'rejected'])('of a change set that is %s tell nothing', async (status) => {
    const { providerId, run, deps } = world;
    const id = deps.newId();
    await world.rows(`INSERT INTO change_set (id, provider_id, phase, status, counts) VALUES ($1, $2, 'sync', $3, '{}')`, [
      id,
      providerId,
      status,
    ]);
    await world.rows(
      `INSERT INTO change (change_set_id, provider_id, entity_type, entity_id, field, owner, rule) VALUES ($1, $2, 'course_run', $3, 'start_date', 'ssg', 'S0.22')`,
      [id, providerId, run.id],
    );
    expect(await kinds()).toEqual([]);
  });

  test('that are rolled back tell nothing', async () => {
    const client = await world.deps.database.pool.connect();
    await client.query('BEGIN');
    await recordChange(client, { ...world, ssgRunId: null }, [written('course', world.deps.newId(), { trainers_list: '' })]);
    await client.query('ROLLBACK');
    client.release();
    expect(await kinds()).toEqual([]);
  });

  test('cost the writer no statement', async () => {
    const { database } = world.deps;
    const counter = countStatements(database.pool);
    const { statements } = await counter.during(() =>
      world.change([written('course_run', world.run.id, { lifecycle: 'Active' })]),
    );
    expect(statements.filter((sql) => sql.includes('activity'))).toEqual([]);
    expect(await kinds()).toEqual(['course_run.changed']);
  });
});

describe('incidents', () => {
  const INSERT = `INSERT INTO incident (id, provider_id, fingerprint, error_class, title, message, first_seen_at, last_seen_at)
    VALUES ($1::uuid, $2, $1::uuid::text, 'e', 't', 'm', now(), now()) ON CONFLICT (provider_id, fingerprint) WHERE status = 'open' DO UPDATE SET status = 'open'`;

  test('tell when they open, repeat, get a note and close, and not when they are only touched', async () => {
    const id = world.deps.newId();
    await world.rows(INSERT, [id, world.providerId]);
    await world.rows('UPDATE incident SET status = status WHERE id = $1', [id]);
    await world.rows('UPDATE incident SET occurrences = 2 WHERE id = $1', [id]);
    await world.rows(`UPDATE incident SET note = 'Mended.' WHERE id = $1`, [id]);
    await world.rows(`UPDATE incident SET status = 'closed', closed_at = now(), closed_reason = 'x' WHERE id = $1`, [id]);
    expect(await told()).toEqual(
      ['incident.opened', 'incident.repeated', 'incident.noted', 'incident.closed'].map((kind) => ({
        kind,
        ids: [id],
        provider: world.providerId,
        set: null,
      })),
    );
  });

  test('of the installation belong to no provider', async () => {
    const id = world.deps.newId();
    await world.rows(INSERT, [id, null]);
    expect(await told()).toEqual([{ kind: 'incident.opened', ids: [id], provider: null, set: null }]);
  });
});

const startRun = async (status: string): Promise<string> => {
  const [run] = await world.rows<{ id: string }>(
    `INSERT INTO task_chain_logs (chain_name, provider_id, trigger, requested_by, mode, today, status, reason, completed_at)
     VALUES ('test ' || gen_random_uuid(), $1, 'manual', 'test', 'full', '2026-03-02', $2::text, 'r', CASE WHEN $2::text = 'skipped' THEN now() END) RETURNING id::text`,
    [world.providerId, status],
  );
  return run?.id ?? '';
};
const setStatus = (id: string, status: string) =>
  world.rows(
    `UPDATE task_chain_logs SET status = $2::text, completed_at = CASE WHEN $2::text IN ('completed', 'failed') THEN now() END WHERE id = $1`,
    [id, status],
  );

describe('chain runs', () => {
  test('tell when they start, wait for a person and end; events in between and going on tell nothing', async () => {
    const id = await startRun('queued');
    await setStatus(id, 'running');
    await world.rows('UPDATE task_chain_logs SET last_event_number = 7 WHERE id = $1', [id]);
    await setStatus(id, 'awaiting_approval');
    await setStatus(id, 'running');
    await setStatus(id, 'completed');
    const rows = await world.rows('SELECT kind, chain_log_id::text AS run FROM activity ORDER BY number');
    expect(rows).toEqual(
      ['chain_run.started', 'chain_run.awaiting_approval', 'chain_run.ended'].map((kind) => ({ kind, run: id })),
    );
  });

  test('that begin at once, or are skipped, tell that', async () => {
    await startRun('running');
    await startRun('skipped');
    expect(await kinds()).toEqual(['chain_run.started', 'chain_run.ended']);
  });
});

describe('a reader', () => {
  test('never misses a row that was numbered first and committed last', async () => {
    const { pool } = world.deps.database;
    const entity = written('course_run', world.run.id, { lifecycle: 'Active' });
    const parts = { ...world, ssgRunId: null };
    let position: ActivityPosition = await readEndOfActivity(pool);
    const numbers: bigint[] = [];
    const readOn = async () => {
      const page = await readActivity(pool, position);
      numbers.push(...page.rows.map(({ number }) => number));
      position = page.rows.at(-1) ?? position;
      return page;
    };
    const [early, late] = [await pool.connect(), await pool.connect()];
    try {
      await early.query('BEGIN');
      await recordChange(early, parts, [entity]);
      await late.query('BEGIN');
      await recordChange(late, parts, [entity]);
      await late.query('COMMIT');
      // The later one is there, but what the earlier one has written may still come before it.
      expect(await readOn()).toMatchObject({ rows: [], waiting: true });
      await recordChange(early, parts, [entity]);
      await early.query('COMMIT');
    } finally {
      early.release();
      late.release();
    }
    await expect.poll(async () => (await readOn(), numbers.length), { timeout: 60_000 }).toBe(3);
    const stored = await world.rows<{ number: string }>(
      'SELECT number::text FROM activity ORDER BY activity.transaction_id, activity.number',
    );
    expect(numbers.map(String)).toEqual(stored.map(({ number }) => number));
    // The early transaction's second row has a higher number than the late one's, and stands before it.
    expect(Number(numbers[1])).toBeGreaterThan(Number(numbers[2]));
  });

  test('gets every row once and in order while eight writers commit and roll back as they like', async () => {
    const { pool } = world.deps.database;
    let position: ActivityPosition = await readEndOfActivity(pool);
    const read: string[] = [];
    const writing = new AbortController();
    const readOn = async () => {
      const page = await readActivity(pool, position);
      for (const row of page.rows) {
        expect(isAfter(row, position)).toBe(true);
        position = row;
        read.push(String(row.number));
      }
    };
    const reader = (async () => {
      while (!writing.signal.aborted) await readOn();
    })();
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let round = 0; round < 12; round += 1) {
          const client = await pool.connect();
          await client.query('BEGIN');
          await recordChange(client, { ...world, ssgRunId: null }, [written('course_run', world.run.id, { round })]);
          if ((round + writer) % 3 === 0)
            await recordChange(client, { ...world, ssgRunId: null }, [written('course_run', world.run.id, { round })]);
          await client.query((round + writer) % 5 === 0 ? 'ROLLBACK' : 'COMMIT');
          client.release();
        }
      }),
    );
    writing.abort();
    await reader;
    const stored = await world.rows<{ number: string }>(
      'SELECT number::text FROM activity ORDER BY activity.transaction_id, activity.number',
    );
    await expect.poll(async () => (await readOn(), read.length), { timeout: 60_000 }).toBe(stored.length);
    expect(read).toEqual(stored.map(({ number }) => number));
  });

  test('is told of another provider’s rows with whose they are', async () => {
    const other = await addProvider(world.deps);
    await other.change([written('course_run', other.run.id, { lifecycle: 'Active' })]);
    expect(await told()).toMatchObject([{ provider: other.providerId, ids: [other.run.id] }]);
  });
});
