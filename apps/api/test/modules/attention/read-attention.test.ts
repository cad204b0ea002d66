import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AttentionItem, AttentionKind, AttentionNode } from '../../../src/modules/attention/attention.js';
import { readAttention } from '../../../src/modules/attention/read-attention.js';
import { type AttentionWorld, COURSE, createAttentionWorld, type Row, TODAY } from './attention-world.js';

let world: AttentionWorld;
beforeAll(async () => {
  world = await createAttentionWorld();
});
afterEach(() => world.reset());
afterAll(() => world.close());

const read = (mostItems?: number) =>
  readAttention(world.deps.database.pool, world.provider, TODAY, mostItems === undefined ? {} : { mostItems });

const group = async (kind: AttentionKind) => (await read()).groups.find((one) => one.kind === kind);
const keys = async (kind: AttentionKind) => (await group(kind))?.items.map(({ key }) => key) ?? [];

const nodeOf = (type: AttentionNode['type']) => ({ type, id: expect.any(String) as unknown as string });
const run = (key: string, detail: string, number = 1, type: AttentionNode['type'] = 'CourseRun'): AttentionItem => ({
  key,
  courseCode: COURSE,
  detail,
  number,
  node: nodeOf(type),
});

test('nothing needs attention where all is well', async () => {
  await world.addRun('850001', { enrolments: [{}] });
  expect(await read()).toEqual({ providerName: 'Invented Academy', today: TODAY, groups: [] });
});

describe('classes of the next seven days without a trainer', () => {
  test('from today to the seventh day, soonest first, and those under way', async () => {
    await world.addRun('850004', { startDate: '2026-03-10', assigned: false });
    await world.addRun('850003', { startDate: '2026-03-09', assigned: false });
    await world.addRun('850002', { startDate: TODAY, assigned: false });
    await world.addRun('850001', { startDate: '2026-02-27', assigned: false });
    expect(await group('run_without_trainer')).toEqual({
      kind: 'run_without_trainer',
      total: 3,
      items: [run('850001', 'began on 2026-02-27'), run('850002', 'begins today'), run('850003', 'begins on 2026-03-09')],
    });
  });

  test('X26 a run with nobody but an assessor has no trainer; a linked or an assigned one is enough', async () => {
    await world.addRun('850001', { trainers: [{ email: 'a@example.org', role: 'assessor' }] });
    await world.addRun('850002', { trainers: [{ email: 'a@example.org' }] });
    await world.addRun('850003', { assigned: true });
    expect(await keys('run_without_trainer')).toEqual(['850001']);
  });

  test.each<[string, Row]>([
    ['cancelled', { class_status: 'Cancelled' }],
    ['archived', { archived_at: '2026-03-01T00:00:00Z' }],
    ['completed', { lifecycle: 'Completed' }],
  ])('a class that is %s needs none', async (_name, columns) => {
    await world.addRun('850001', { assigned: false, columns });
    expect((await read()).groups).toEqual([]);
  });
});

describe('bug 12 trainers that differ at SSG and here', () => {
  test.each<[string, boolean, Parameters<AttentionWorld['addRun']>[1]]>([
    ['another trainer is linked', true, { trainers: [{ email: 'other@example.org' }] }],
    ['another trainer is assigned', true, {}],
    [
      'SSG’s trainer is linked as the second one',
      false,
      { trainers: [{ email: 'other@example.org' }, { email: 'Tpg@example.org' }] },
    ],
    [
      'SSG’s trainer is linked as an assessor only',
      true,
      { trainers: [{ email: 'tpg@example.org', role: 'assessor' }, { email: 'other@example.org' }] },
    ],
    ['there is no trainer here', false, { assigned: false }],
  ])('%s: %s', async (_name, drifts, facts) => {
    await world.addRun('850001', {
      ...facts,
      columns: { tpg_assigned_trainer_name: 'Invented', tpg_assigned_trainer_email: 'TPG@example.org' },
    });
    expect(await keys('trainer_drift')).toEqual(drifts ? ['850001'] : []);
  });
});

describe('what an activation leaves behind', () => {
  const activated = { lifecycle: 'Active', activated_at: '2026-03-01T21:00:00Z', activated_by: 'system' };

  test('X1 bug 39 begun though Pending, begun without a live enrolment', async () => {
    await world.addRun('850001', { startDate: TODAY, columns: { ...activated, class_status: 'Pending' }, enrolments: [{}] });
    await world.addRun('850002', { startDate: TODAY, columns: activated, enrolments: [{ enrolment_status: 'Cancelled' }] });
    await world.addRun('850003', { startDate: TODAY, columns: activated, enrolments: [{ enrolment_status: 'Pending' }] });
    expect(await group('activated_pending')).toMatchObject({ total: 1, items: [run('850001', 'began on 2026-03-02')] });
    expect(await keys('activated_empty')).toEqual(['850002']);
  });

  test('bug 36 ended within thirty days and never activated', async () => {
    await world.addRun('850001', { startDate: '2026-02-24', endDate: '2026-03-01' });
    await world.addRun('850002', { startDate: '2026-01-20', endDate: '2026-01-30' });
    expect(await group('missed_window')).toMatchObject({ total: 1, items: [run('850001', 'ran from 2026-02-24 to 2026-03-01')] });
  });
});

const addBatch = async (startedAt: string, lines: Row[], onlySsgRunId: string | null = null) => {
  const id = world.deps.newId();
  const batch = {
    id,
    provider_id: world.provider.id,
    run_id: id,
    trigger: 'cli',
    status: 'partial',
    today: TODAY,
    threshold_days: 21,
  };
  await world.insert('sync_batch', {
    ...batch,
    owner_token: id,
    started_at: startedAt,
    completed_at: startedAt,
    only_course_run_id: onlySsgRunId,
  });
  for (const line of lines)
    await world.insert('upcoming_course_runs_log', {
      id: world.deps.newId(),
      provider_id: world.provider.id,
      batch_id: id,
      run_id: id,
      course_code: COURSE,
      course_title: 'Invented course',
      ...line,
    });
};

describe('what the sync leaves behind', () => {
  const error = { status: 'error', error_code: 'ssg_unavailable', error_message: 'Somebody S0000000X is named here.' };

  test('bug 6 lines with an error in the last whole batch, by their code and never by their message', async () => {
    await addBatch('2026-02-28T18:00:00Z', [{ ...error, course_run_id: '850009' }]);
    await addBatch('2026-03-01T18:00:00Z', [
      { ...error, course_run_id: '850002', ssg_start_date: '2026-03-09' },
      { ...error },
      { status: 'success', trainer_outcome: 'error', course_run_id: '850001', ssg_start_date: '2026-03-04' },
      { status: 'success', course_run_id: '850003' },
    ]);
    await world.addRun('850001');
    await addBatch('2026-03-01T20:00:00Z', [{ status: 'success', course_run_id: '850001' }], '850001');
    expect(await group('sync_error')).toEqual({
      kind: 'sync_error',
      total: 3,
      items: [
        { key: COURSE, courseCode: null, detail: 'ssg_unavailable', number: 1, node: nodeOf('SyncLog') },
        run('850001', 'its trainers could not be asked for'),
        run('850002', 'ssg_unavailable', 1, 'SyncLog'),
      ],
    });
  });

  test('bug 18 open learner reviews by run and reason, and nobody’s name', async () => {
    await world.addRun('850001');
    const review = { provider_id: world.provider.id, message: 'm', trainee_name: 'Invented Person', nric_masked: '*****567D' };
    const add = (columns: Row) => world.insert('learner_review', { ...review, id: world.deps.newId(), ...columns });
    await add({ course_run_id: '850001', enrolment_id: 'ENR-2603-000001', reason: 'no_identity' });
    await add({ course_run_id: '850001', enrolment_id: 'ENR-2603-000002', reason: 'no_identity' });
    await add({ course_run_id: '850002', enrolment_id: 'ENR-2603-000003', reason: 'ambiguous_learner' });
    await add({ course_run_id: '850003', enrolment_id: 'ENR-2603-000004', reason: 'no_identity', status: 'resolved' });
    expect(await group('learner_review')).toEqual({
      kind: 'learner_review',
      total: 3,
      items: [
        run('850001', '2 enrolments, no identity', 2, 'LearnerReview'),
        {
          key: '850002',
          courseCode: null,
          detail: '1 enrolment, ambiguous learner',
          number: 1,
          node: nodeOf('LearnerReview'),
        },
      ],
    });
    expect(JSON.stringify(await read())).not.toMatch(/Person|567D|ENR-/);
  });

  test('bug 14 live enrolments that SSG no longer lists, counted by run', async () => {
    const unconfirmed = { unconfirmed_since: '2026-03-01T18:00:00Z' };
    await world.addRun('850001', {
      enrolments: [unconfirmed, unconfirmed, {}, { ...unconfirmed, enrolment_status: 'Cancelled' }],
    });
    await world.addRun('850002', {
      startDate: '2026-02-01',
      endDate: '2026-02-02',
      enrolments: [unconfirmed],
      columns: { lifecycle: 'Completed' },
    });
    expect(await group('enrolment_unconfirmed')).toMatchObject({
      total: 2,
      items: [run('850001', '2 enrolments, begins on 2026-03-04', 2)],
    });
  });
});

describe('chain runs and incidents', () => {
  test('failed, interrupted and waiting runs, the newest first', async () => {
    const failed = await world.addChainRun({ current_step: 'sync_enrolments', error_message: 'Somebody S0000000X' });
    const interrupted = await world.addChainRun({ chain_name: 'class_activation', status: 'interrupted' });
    const waiting = await world.addChainRun({ chain_name: 'other', status: 'awaiting_approval', completed_at: null });
    const item = { courseCode: null, number: 1 };
    expect((await read()).groups).toEqual([
      {
        kind: 'chain_run_waiting',
        total: 1,
        items: [
          { ...item, key: waiting, node: { type: 'ChainRun', id: waiting }, detail: 'other of 2026-03-02 waits for approval' },
        ],
      },
      {
        kind: 'chain_run_failed',
        total: 2,
        items: [
          {
            ...item,
            key: interrupted,
            node: { type: 'ChainRun', id: interrupted },
            detail: 'class_activation of 2026-03-02 was interrupted',
          },
          {
            ...item,
            key: failed,
            node: { type: 'ChainRun', id: failed },
            detail: 'tgs_daily of 2026-03-02 failed at sync_enrolments',
          },
        ],
      },
    ]);
  });

  test.each(['completed', 'partial'])('a failure that a later %s run made good is history', async (status) => {
    await world.addChainRun({});
    await world.addChainRun({ status });
    expect((await read()).groups).toEqual([]);
  });

  test('habit 29 a resolved failure is history; a dry run and another chain’s success resolve nothing', async () => {
    const resolving = await world.addChainRun({ chain_name: 'class_activation', status: 'completed' });
    await world.addChainRun({ resolved_by_id: resolving });
    const open = await world.addChainRun({});
    await world.addChainRun({ status: 'completed', dry_run: true });
    await world.addChainRun({ dry_run: true });
    expect(await keys('chain_run_failed')).toEqual([open]);
  });

  test('row 78 open incidents with how often, the latest first, days in the provider’s zone', async () => {
    const incident = (columns: Row) =>
      world.insert('incident', {
        id: world.deps.newId(),
        provider_id: world.provider.id,
        error_class: 'E',
        message: 'm',
        ...columns,
      });
    const times = { first_seen_at: '2026-02-28T20:00:00Z', last_seen_at: '2026-03-01T18:00:00Z' };
    await incident({ ...times, fingerprint: 'a', title: 'SsgUnavailableError at ssg', occurrences: 1 });
    await incident({
      ...times,
      fingerprint: 'b',
      title: 'SsgAuthError at ssg',
      occurrences: 4,
      last_seen_at: '2026-03-01T19:00:00Z',
    });
    await incident({ ...times, fingerprint: 'c', title: 'Old', status: 'closed' });
    await world.insert('incident', {
      ...times,
      id: world.deps.newId(),
      error_class: 'E',
      message: 'm',
      fingerprint: 'd',
      title: 'Of the installation',
    });
    expect((await group('incident_open'))?.items).toEqual([
      { key: 'SsgAuthError at ssg', courseCode: null, detail: '4 times since 2026-03-01', number: 1, node: nodeOf('Incident') },
      {
        key: 'SsgUnavailableError at ssg',
        courseCode: null,
        detail: 'once since 2026-03-01',
        number: 1,
        node: nodeOf('Incident'),
      },
    ]);
  });
});

test('a list is cut, and the total counts all', async () => {
  for (let number = 1; number <= 5; number++) await world.addRun(`85000${number}`, { assigned: false });
  const { groups } = await read(2);
  expect(groups).toMatchObject([{ total: 5, items: [{ key: '850001' }, { key: '850002' }] }]);
});

test('four statements, whatever there is', async () => {
  const query = vi.spyOn(world.deps.database.pool, 'query');
  await read();
  const whenEmpty = query.mock.calls.length;
  for (let number = 1; number <= 5; number++) await world.addRun(`85000${number}`, { assigned: false });
  await world.addChainRun({});
  query.mockClear();
  expect((await read()).groups).toHaveLength(2);
  expect([whenEmpty, query.mock.calls.length]).toEqual([4, 4]);
  query.mockRestore();
});

test('another provider’s troubles are not told', async () => {
  await world.addRun('850001', { assigned: false });
  await world.addChainRun({});
  const other = { id: world.deps.newId(), name: 'Other Academy' };
  expect((await readAttention(world.deps.database.pool, other, TODAY)).groups).toEqual([]);
});
