import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { ask } from '../../graphql/ask.js';
import { somebody } from '../../support/known-callers.js';
import { type ActsWorld, createActsWorld, type Row } from '../course-runs/acts-world.js';

let world: ActsWorld;
let admin: Record<string, string>;
beforeAll(async () => {
  world = await createActsWorld();
  admin = world.callers.as(somebody(world.api.deps.newId(), world.providerId, 'admin'));
});
afterAll(() => world.close());

const UPDATE = `mutation ($input: TrainingProviderSettingsUpdateInput!) { trainingProviderSettingsUpdate(input: $input) { __typename
  ... on TrainingProviderSettingsUpdateSuccess { changed trainingProvider { name settings { upcomingClassesThresholdDays alertEmails maxCancels version } } }
  ... on ActError { code message remedy path } ... on StaleVersionError { currentVersion } } }`;
const provider = () => globalIdOf('TrainingProvider', world.providerId);
const update = (input: object, by = admin) =>
  world.act('trainingProviderSettingsUpdate', UPDATE, { trainingProviderId: provider(), ...input }, by);

test('S1.27 settings are changed and the audit names who did, with before, after and why', async () => {
  const outcome = await update({
    upcomingClassesThresholdDays: 30,
    alertEmails: ['Ops@example.org'],
    reason: 'longer notice',
    expectedVersion: 1,
  });
  expect(outcome).toMatchObject({
    changed: true,
    trainingProvider: { settings: { upcomingClassesThresholdDays: 30, alertEmails: ['ops@example.org'], version: 2 } },
  });
  const audit = await world.rows(`SELECT * FROM audit_trail WHERE action = 'training_provider.update'`);
  expect(audit).toMatchObject([
    {
      actor_type: 'user',
      actor_name: 'admin@example.org',
      actor_role: 'admin',
      reason: 'longer notice',
      before: { upcoming_classes_threshold_days: 21, alert_emails: [] },
      after: { upcoming_classes_threshold_days: 30, alert_emails: ['ops@example.org'] },
    },
  ]);
  expect(await update({ upcomingClassesThresholdDays: 30 })).toMatchObject({ changed: false });
});

test('every bad value is named, by the names of the API; nothing at all is refused too', async () => {
  expect(await update({ upcomingClassesThresholdDays: 400 })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['input', 'upcomingClassesThresholdDays'],
    message: 'upcomingClassesThresholdDays must be 0 to 366.',
  });
  expect(await update({ maxCancels: -1, timeZone: 'Mars/Olympus' })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['input'],
    message: expect.stringContaining('timeZone'),
  });
  expect(await update({})).toMatchObject({ code: 'INVALID_INPUT', path: ['input'] });
  expect(await update({ name: 'X', expectedVersion: 1 })).toMatchObject({ code: 'STALE_VERSION', currentVersion: 2 });
});

test('of two admins who read the same version one is told that it is stale', async () => {
  const [{ version } = {}] = await world.rows('SELECT version FROM training_provider WHERE id = $1', [world.providerId]);
  const outcomes = await Promise.all([5, 6].map((maxCancels) => update({ maxCancels, expectedVersion: version })));
  expect(outcomes.map(({ __typename }) => __typename).toSorted()).toEqual([
    'StaleVersionError',
    'TrainingProviderSettingsUpdateSuccess',
  ]);
});

test('S1.25 X6 operations may not, and another provider is not found', async () => {
  const denied = await ask(world.api, UPDATE, { input: { trainingProviderId: provider(), name: 'Mine' } }, world.operations);
  expect(denied.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  const elsewhere = await world.addProvider('202000001A');
  const stranger = world.callers.as(somebody(world.api.deps.newId(), elsewhere, 'admin'));
  expect(await update({ name: 'Mine' }, stranger)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'trainingProviderId'] });
});

const PREVIEW = `query ($input: TrainingProviderSettingsPreviewInput!) { trainingProviderSettingsPreview(input: $input) { __typename
  ... on TrainingProviderSettingsPreview {
    today
    window { endNow endThen runsNow runsThen enteringCount leavingCount entering { ssgRunId } leaving { ssgRunId } }
    modes { changedRuns unchangedRuns unknownCodeRuns changes { modeOfTrainingCode before after runs notice } runs { ssgRunId } }
    nights { step cancels touched waited waitsNow waitsThen reason }
  } ... on ActError { code message path } } }`;
const preview = (input: object, by = admin) =>
  world.act<Row>('trainingProviderSettingsPreview', PREVIEW, { trainingProviderId: provider(), ...input }, by);

test('S0.11 S0.24 X23 a preview tells which runs come, go and change their word, and writes nothing', async () => {
  const run = (ssgRunId: string, day: string, code: string | null, word: string) =>
    world.addRun({ ssgRunId, days: [day, day], modeOfTrainingCode: code, modeOfLearning: word });
  await world.rows('UPDATE training_provider SET upcoming_classes_threshold_days = 7 WHERE id = $1', [world.providerId]);
  await run('1', '2026-03-01', '1', 'Physical');
  await run('2', '2026-03-02', '1', 'Physical');
  await run('3', '2026-03-09', '3', 'On the Job');
  await run('4', '2026-03-12', null, 'Physical');
  const before = await world.rows('SELECT * FROM course_run ORDER BY id');
  const outcome = await preview({ upcomingClassesThresholdDays: 10, modeProfile: 'SSG_OFFICIAL' });
  expect(outcome).toMatchObject({
    today: '2026-03-02',
    window: {
      endNow: '2026-03-09',
      endThen: '2026-03-12',
      runsNow: 2,
      runsThen: 3,
      enteringCount: 1,
      leavingCount: 0,
      entering: [{ ssgRunId: '4' }],
      leaving: [],
    },
    modes: {
      changedRuns: 2,
      unchangedRuns: 0,
      unknownCodeRuns: 1,
      changes: [
        { modeOfTrainingCode: '1', before: 'Physical', after: 'Classroom', runs: 1 },
        { modeOfTrainingCode: '3', before: 'On the Job', after: 'In-house', runs: 1 },
      ],
      runs: [{ ssgRunId: '2' }, { ssgRunId: '3' }],
    },
    nights: null,
  });
  expect(await preview({ upcomingClassesThresholdDays: 0 })).toMatchObject({
    window: { leaving: [{ ssgRunId: '3' }] },
    modes: null,
  });
  expect(await world.rows('SELECT * FROM course_run ORDER BY id')).toEqual(before);
});

test('a preview costs the same statements however many runs there are', async () => {
  const input = { upcomingClassesThresholdDays: 60, modeProfile: 'SSG_OFFICIAL', maxCancels: 0 };
  const few = await world.api.statements.during(() => preview(input));
  for (let index = 0; index < 60; index += 1) await world.addRun({ modeOfTrainingCode: String(index % 9) });
  const many = await world.api.statements.during(() => preview(input));
  expect(many.statements).toHaveLength(few.statements.length);
  expect(many.result).toMatchObject({ window: { entering: { length: 20 } }, modes: { runs: { length: 20 } } });
});

test('bug 49 past nights are judged by what they took away, by both limits', async () => {
  await world.rows('UPDATE training_provider SET max_cancels = 10, max_cancels_percent = 50 WHERE id = $1', [world.providerId]);
  const night = async (step: string, counts: object, approval: object | null) => {
    const [run] = await world.rows(
      `INSERT INTO task_chain_logs (chain_name, provider_id, status, completed_at, trigger, requested_by, mode, today)
       VALUES ('tgs_daily', $1, 'completed', now(), 'schedule', 'system', 'full', '2026-03-01') RETURNING id`,
      [world.providerId],
    );
    const stepId = world.api.deps.newId();
    await world.rows(
      `INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, status, required, counts) VALUES ($1, $2, $3, 1, 1, 'completed', true, $4)`,
      [stepId, run?.id, step, JSON.stringify(counts)],
    );
    if (approval)
      await world.rows(
        `INSERT INTO task_chain_approval (id, chain_step_id, status, sentence, counts, samples, decided_at, decided_by)
         VALUES ($1, $2, 'approved', 'It would cancel many.', $3, '[]', now(), 'somebody')`,
        [world.api.deps.newId(), stepId, JSON.stringify(approval)],
      );
    return run?.id;
  };
  await night('reconcile_cancellations', { cancelled: 6, touched: 200 }, null);
  await night('sync_enrolments', {}, { cancels: 14, removals: 0, touched: 320 });
  const synced = await night('sync_enrolments', {}, null);
  await writtenNight(Number(synced));
  expect(await preview({ maxCancels: 5 })).toMatchObject({
    nights: [
      { step: 'sync_enrolments', cancels: 1, touched: 2, waited: false, waitsNow: false, waitsThen: false },
      { step: 'sync_enrolments', cancels: 14, touched: 320, waited: true, waitsNow: true, waitsThen: true },
      { step: 'reconcile_cancellations', cancels: 6, touched: 200, waited: false, waitsNow: false, waitsThen: true },
    ],
  });
  expect(await preview({ maxCancelsPercent: 10 })).toMatchObject({
    nights: [{ waitsThen: true, reason: expect.stringContaining('50 %') }, {}, {}],
  });
});

/** A sync that read a run with two enrolments, of which it cancelled one. */
async function writtenNight(chainRunId: number): Promise<void> {
  const { newId } = world.api.deps;
  const { providerId, courseId } = world;
  const run = await world.addRun({ ssgRunId: '777' });
  const [batchId, changeSetId] = [newId(), newId()];
  for (const status of ['Confirmed', 'Cancelled']) {
    const learnerId = newId();
    await world.rows('INSERT INTO learner (id, provider_id, name) VALUES ($1, $2, $3)', [
      learnerId,
      providerId,
      'Learner Invented',
    ]);
    await world.rows(
      'INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_status) VALUES ($1, $2, $3, $4, $5, $6)',
      [newId(), providerId, learnerId, courseId, run, status],
    );
  }
  await world.rows(
    `INSERT INTO sync_batch (id, provider_id, run_id, trigger, status, today, threshold_days, owner_token, chain_run_id, completed_at)
     VALUES ($1, $2, 'upcoming_1', 'schedule', 'completed', '2026-03-01', 21, $1, $3, now())`,
    [batchId, providerId, chainRunId],
  );
  await world.rows(
    `INSERT INTO upcoming_course_runs_log (id, provider_id, batch_id, run_id, course_run_id, course_code, course_title, status)
     VALUES ($1, $2, $3, 'upcoming_1', '777', 'TGS-2026000001', 'Invented course', 'success')`,
    [newId(), providerId, batchId],
  );
  await world.rows(`INSERT INTO change_set (id, provider_id, batch_id, phase, counts) VALUES ($1, $2, $3, 'sync', '{}')`, [
    changeSetId,
    providerId,
    batchId,
  ]);
  await world.rows(
    `INSERT INTO change (change_set_id, provider_id, entity_type, entity_id, field, before, after, owner, rule)
     VALUES ($1, $2, 'enrolment', $3, 'enrolment_status', '"Confirmed"', '"Cancelled"', 'ssg', 'S0.16 ssg-updates-enrolment')`,
    [changeSetId, providerId, newId()],
  );
}
