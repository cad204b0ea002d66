import { identifierOf } from '@rollcall/ssg/simulator/identifiers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { somebody } from '../../support/known-callers.js';
import { type ActsWorld, createActsWorld, type Row, runId, trainerId, trainersOf } from './acts-world.js';

let world: ActsWorld;
beforeAll(async () => {
  world = await createActsWorld();
});
afterAll(() => world.close());

const FAILURE = '... on ActError { code message remedy path } ... on StaleVersionError { currentVersion }';
const SUCCESS = `changed warnings { code message remedy } courseRun {
  version assignedTrainer { trainerId name source } runTrainers { trainerId role position source } trainerTpg { name } nextTrainer { name }
}`;
const mutation = (field: string, type: string, success = SUCCESS) =>
  `mutation ($input: ${type}Input!) { ${field}(input: $input) { __typename ... on ${type}Success { ${success} } ${FAILURE} } }`;
const one = (field: string) => {
  const type = field.charAt(0).toUpperCase() + field.slice(1);
  return (input: object, by?: Record<string, string>) => world.act<Outcome>(field, mutation(field, type), input, by);
};
interface Outcome extends Row {
  __typename: string;
  changed: boolean;
  warnings: { code: string; message: string }[];
  courseRun: Row & { version: number };
}
const assign = one('courseRunTrainerAssign');
const remove = one('courseRunTrainerRemove');
const reorder = one('courseRunTrainerReorder');
const decline = one('courseRunTrainerDecline');
const codes = ({ warnings }: Outcome) => warnings.map(({ code }) => code);

const bulk = (input: object, by?: Record<string, string>) =>
  world.act<Row & { results: Outcome[] }>(
    'courseRunsTrainerAssign',
    `mutation ($input: CourseRunsTrainerAssignInput!) { courseRunsTrainerAssign(input: $input) { __typename
      ... on CourseRunsTrainerAssignSuccess { results { __typename ... on CourseRunTrainerAssignSuccess { changed warnings { code message } courseRun { ssgRunId assignedTrainer { name } } } ${FAILURE} } } ... on ActError { code message remedy path } } }`,
    input,
    by,
  );
const countedBulk = (ids: string[]) =>
  world.api.statements.during(() => bulk({ courseRunIds: ids.map(runId), email: 'ng@example.org' }));

describe('S0.29 courseRunTrainerAssign', () => {
  test('S0.29 S0.31 junction and columns stay in step, the TPG columns as SSG has them, and the version rises', async () => {
    const run = await world.addRun();
    await world.rows(`UPDATE course_run SET tpg_assigned_trainer_name = 'Trainer At Ssg' WHERE id = $1`, [run]);
    const { tan, lim } = world.people;
    const first = await assign({ courseRunId: runId(run), email: ' Tan@Example.org ', reason: 'the client asked for her' });
    expect(first).toMatchObject({
      __typename: 'CourseRunTrainerAssignSuccess',
      changed: true,
      warnings: [],
      courseRun: {
        version: 2,
        assignedTrainer: { trainerId: trainerId(tan), name: 'Tan Invented', source: 'ADMIN' },
        runTrainers: [{ trainerId: trainerId(tan), role: 'TRAINER', position: 0, source: 'ADMIN' }],
        trainerTpg: { name: 'Trainer At Ssg' },
        nextTrainer: { name: 'Lim Imagined' },
      },
    });
    await assign({ courseRunId: runId(run), trainerId: trainerId(lim), position: 0, expectedVersion: 2 });
    expect(await trainersOf(world, run)).toMatchObject({
      run: {
        assigned_trainer_id: lim,
        assigned_trainer_email: 'lim@example.org',
        assignment_source: 'admin',
        tpg_assigned_trainer_name: 'Trainer At Ssg',
        version: 3,
      },
      linked: [
        [lim, 'trainer', 0],
        [tan, 'trainer', 1],
      ],
    });
  });

  test('S1.27 bug 32 who did it, in which role and why is on record, field by field', async () => {
    const run = await world.addRun();
    await assign({
      courseRunId: runId(run),
      trainerId: trainerId(world.people.tan),
      reason: `instead of ${identifierOf('S', 1234567)}, who is ill`,
    });
    const audit = await world.rows('SELECT * FROM audit_trail WHERE entity_id = $1', [run]);
    expect(audit).toMatchObject([
      {
        action: 'course_run.assign_trainer',
        actor_type: 'user',
        actor_id: world.people.clerk,
        actor_name: 'operations@example.org',
        actor_role: 'operations',
        reason: 'instead of *****567D, who is ill',
        provider_id: world.providerId,
      },
    ]);
    expect(audit[0]?.correlation_id).toEqual(expect.any(String));
    const changes = await world.rows(
      `SELECT entity_type, field, before, after, owner, rule FROM change JOIN change_set ON change_set.id = change.change_set_id
       WHERE change_set.id = $1 AND phase = 'admin' ORDER BY change.id`,
      [audit[0]?.change_set_id],
    );
    expect(changes.every(({ owner, rule }) => owner === 'admin' && rule === 'S0.29 admin-assigns-trainer')).toBe(true);
    expect(changes.map(({ entity_type: entity, field }) => `${entity} ${field}`)).toEqual(
      expect.arrayContaining(['course_run assigned_trainer_id', 'course_run assignment_source', 'course_run_trainer trainer_id']),
    );
  });

  test('bug 10 inactive users, users without the role and unknown ones are refused with a remedy, and nothing is written', async () => {
    const run = await world.addRun();
    const refused = [
      await assign({ courseRunId: runId(run), trainerId: trainerId(world.people.asleep) }),
      await assign({ courseRunId: runId(run), email: 'clerk@example.org' }),
      await assign({ courseRunId: runId(run), email: 'nobody@example.org' }),
      await assign({ courseRunId: runId(run), trainerId: 'rubbish' }),
      await assign({ courseRunId: runId(run) }),
      await assign({ courseRunId: runId(run), email: 'tan@example.org', reason: 'x' }),
    ];
    expect(refused.map(({ code, path }) => [code, path])).toEqual([
      ['REFUSED', ['input', 'trainerId']],
      ['REFUSED', ['input', 'email']],
      ['NOT_FOUND', ['input', 'email']],
      ['NOT_FOUND', ['input', 'trainerId']],
      ['INVALID_INPUT', ['input', 'trainerId']],
      ['INVALID_INPUT', ['input', 'reason']],
    ]);
    expect(refused.every(({ remedy }) => String(remedy).length > 10)).toBe(true);
    expect(await trainersOf(world, run)).toMatchObject({ run: { version: 1 }, linked: [] });
  });

  test('a run with another on the same days is assigned with a warning that names it', async () => {
    const [one_, other] = [
      await world.addRun({ days: ['2026-06-01', '2026-06-03'] }),
      await world.addRun({ ssgRunId: '999123', days: ['2026-06-03', '2026-06-04'] }),
    ];
    await assign({ courseRunId: runId(other), trainerId: trainerId(world.people.ng) });
    const outcome = await assign({ courseRunId: runId(one_), trainerId: trainerId(world.people.ng) });
    expect(outcome).toMatchObject({
      changed: true,
      warnings: [{ code: 'OVERLAPPING_RUN', message: expect.stringContaining('999123') }],
    });
  });

  test('S0.33 somebody who declined is assigned, and the decline is withdrawn and told', async () => {
    const run = await world.addRun();
    const { tan } = world.people;
    await decline({ courseRunId: runId(run), trainerId: trainerId(tan), reason: 'on leave' });
    const outcome = await assign({ courseRunId: runId(run), trainerId: trainerId(tan) });
    expect(codes(outcome)).toEqual(['DECLINE_WITHDRAWN']);
    expect((await trainersOf(world, run)).declines).toEqual([]);
  });

  test('the same key answers the same and acts once; another request under it is refused', async () => {
    const run = await world.addRun();
    const input = { courseRunId: runId(run), email: 'tan@example.org', idempotencyKey: 'assign-once' };
    const first = await assign(input);
    expect(await assign(input)).toEqual(first);
    expect(first).toMatchObject({ changed: true });
    expect((await trainersOf(world, run)).run).toMatchObject({ version: 2 });
    expect(await assign({ ...input, email: 'lim@example.org' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'idempotencyKey'],
    });
  });

  test('a version that was read before another change is refused with the present one', async () => {
    const run = await world.addRun();
    await assign({ courseRunId: runId(run), email: 'tan@example.org', expectedVersion: 1 });
    expect(await assign({ courseRunId: runId(run), email: 'lim@example.org', expectedVersion: 1 })).toMatchObject({
      __typename: 'StaleVersionError',
      currentVersion: 2,
    });
  });
});

describe('S1.25 X6 who may', () => {
  test('another provider’s run answers like one that is not there, and auditors are forbidden', async () => {
    const elsewhere = await world.addProvider('202000001A');
    const run = await world.addRun();
    const stranger = world.callers.as(somebody(world.api.deps.newId(), elsewhere, 'admin'));
    const missing = await assign({ courseRunId: runId(world.api.deps.newId()), email: 'tan@example.org' }, stranger);
    expect(await assign({ courseRunId: runId(run), email: 'tan@example.org' }, stranger)).toEqual(missing);
    expect(missing).toMatchObject({ __typename: 'NotFoundError', path: ['input', 'courseRunId'] });
    const auditor = world.callers.as({
      ...somebody(world.api.deps.newId(), elsewhere, 'operations'),
      grants: [
        { providerId: elsewhere, roles: ['operations'] },
        { providerId: world.providerId, roles: ['auditor'] },
      ],
    });
    expect(await assign({ courseRunId: runId(run), email: 'tan@example.org' }, auditor)).toMatchObject({ code: 'FORBIDDEN' });
    expect((await trainersOf(world, run)).linked).toEqual([]);
  });

  test('another provider’s trainer cannot be assigned, and answers like nobody', async () => {
    const elsewhere = await world.addProvider('202000002A');
    const id = world.api.deps.newId();
    await world.rows(
      `INSERT INTO app_user (id, email, name, name_normalised) VALUES ($1, 'far@example.org', 'Far Away', 'far away')`,
      [id],
    );
    await world.rows(`INSERT INTO user_role (user_id, provider_id, role) VALUES ($1, $2, 'trainer')`, [id, elsewhere]);
    const run = await world.addRun();
    const unknown = await assign({ courseRunId: runId(run), email: 'nobody@example.org' });
    expect(await assign({ courseRunId: runId(run), email: 'far@example.org' })).toEqual(unknown);
  });

  test('S0.33 trainers decline what is theirs for themselves, and nothing else', async () => {
    const { tan, lim, ng } = world.people;
    const [mine, next, other] = [await world.addRun(), await world.addRun(), await world.addRun()];
    await assign({ courseRunId: runId(mine), trainerId: trainerId(lim) });
    const asTan = world.callers.as(somebody(tan, world.providerId, 'trainer'));
    const asLim = world.callers.as(somebody(lim, world.providerId, 'trainer'));
    const asNg = world.callers.as(somebody(ng, world.providerId, 'trainer'));
    const reason = 'I am away';
    expect(await decline({ courseRunId: runId(mine), trainerId: trainerId(lim), reason }, asLim)).toMatchObject({
      changed: true,
      courseRun: null,
    });
    // Tan is first on the list, so the next to be asked for a run without anybody.
    expect(await decline({ courseRunId: runId(next), trainerId: trainerId(tan), reason }, asTan)).toMatchObject({
      changed: true,
    });
    expect(await decline({ courseRunId: runId(other), trainerId: trainerId(ng), reason }, asNg)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await decline({ courseRunId: runId(other), trainerId: trainerId(tan), reason }, asNg)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await decline({ courseRunId: runId(next), trainerId: trainerId(tan), reason, withdraw: true }, asTan)).toMatchObject({
      changed: true,
    });
    expect((await trainersOf(world, next)).declines).toEqual([]);
  });
});

describe('S0.25 courseRunTrainerRemove', () => {
  test('S0.25 S0.33 the last one leaves no trainer, and a decline that keeps them out', async () => {
    const run = await world.addRun();
    const { tan } = world.people;
    await assign({ courseRunId: runId(run), trainerId: trainerId(tan) });
    const outcome = await remove({ courseRunId: runId(run), trainerId: trainerId(tan), reason: 'moved to another site' });
    expect(codes(outcome)).toEqual(['DECLINE_RECORDED', 'SYNC_LOOKS_FOR_TRAINER']);
    expect(outcome.courseRun).toMatchObject({ assignedTrainer: null, runTrainers: [], nextTrainer: { name: 'Lim Imagined' } });
    expect(await trainersOf(world, run)).toMatchObject({
      run: { assigned_trainer_id: null, assignment_source: null, version: 3 },
      linked: [],
      declines: [{ trainer_id: tan, reason: 'moved to another site' }],
    });
    expect(await remove({ courseRunId: runId(run), trainerId: trainerId(tan) })).toMatchObject({ changed: false, warnings: [] });
  });

  test('somebody who lost every role can still be taken out, and a stranger is not found', async () => {
    const run = await world.addRun();
    const id = world.api.deps.newId();
    await world.rows(
      `INSERT INTO app_user (id, email, name, name_normalised) VALUES ($1, 'gone@example.org', 'Gone Away', 'gone away')`,
      [id],
    );
    await world.rows(`INSERT INTO user_role (user_id, provider_id, role) VALUES ($1, $2, 'trainer')`, [id, world.providerId]);
    await assign({ courseRunId: runId(run), trainerId: trainerId(id) });
    await world.rows('DELETE FROM user_role WHERE user_id = $1', [id]);
    expect(await remove({ courseRunId: runId(run), trainerId: trainerId(id) })).toMatchObject({ changed: true });
    expect(await remove({ courseRunId: runId(run), trainerId: trainerId(world.api.deps.newId()) })).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'trainerId'],
    });
  });
});

describe('courseRunTrainerReorder', () => {
  test('S0.29 the whole order is taken; a part of it is refused', async () => {
    const run = await world.addRun();
    const { tan, lim, ng } = world.people;
    for (const id of [tan, lim, ng])
      await assign({ courseRunId: runId(run), trainerId: trainerId(id), role: id === lim ? 'ASSESSOR' : 'TRAINER' });
    expect(await reorder({ courseRunId: runId(run), trainerIds: [tan, ng].map(trainerId) })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'trainerIds'],
    });
    expect(await reorder({ courseRunId: runId(run), trainerIds: ['rubbish'] })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await reorder({ courseRunId: runId(run), trainerIds: [lim, ng, tan].map(trainerId) })).toMatchObject({
      changed: true,
    });
    expect(await trainersOf(world, run)).toMatchObject({
      run: { assigned_trainer_id: ng },
      linked: [
        [lim, 'assessor', 0],
        [ng, 'trainer', 1],
        [tan, 'trainer', 2],
      ],
    });
  });
});

describe('courseRunsTrainerAssign', () => {
  test('each run has its own result in the order asked, and one that is refused leaves the others alone', async () => {
    const runs = [
      await world.addRun({ days: ['2026-07-01', '2026-07-01'] }),
      await world.addRun({ days: ['2026-07-02', '2026-07-02'] }),
    ];
    const { results } = await bulk({
      courseRunIds: [runId(runs[1] ?? ''), 'rubbish', runId(runs[0] ?? '')],
      email: 'tan@example.org',
    });
    expect(results).toMatchObject([
      { changed: true, courseRun: { assignedTrainer: { name: 'Tan Invented' } } },
      { code: 'NOT_FOUND', path: ['input', 'courseRunIds', '1'] },
      { changed: true },
    ]);
  });

  test('runs of one request that overlap each other are warned of', async () => {
    const days: [string, string] = ['2026-08-01', '2026-08-02'];
    const runs = [await world.addRun({ days }), await world.addRun({ days })];
    const { results } = await bulk({ courseRunIds: runs.map(runId), email: 'lim@example.org' });
    expect(results.map(codes)).toEqual([['OVERLAPPING_RUN'], ['OVERLAPPING_RUN']]);
  });

  test('none, or more than a hundred, is refused as a whole', async () => {
    expect(await bulk({ courseRunIds: [], email: 'tan@example.org' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'courseRunIds'],
    });
    const many = Array.from({ length: 101 }, () => runId(world.api.deps.newId()));
    expect(await bulk({ courseRunIds: many, email: 'tan@example.org' })).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('one run and a hundred cost the same number of statements', async () => {
    const runs: string[] = [];
    for (let index = 0; index < 101; index += 1) runs.push(await world.addRun({ days: ['2026-09-01', '2026-09-01'] }));
    const few = await countedBulk(runs.slice(0, 1));
    const many = await countedBulk(runs.slice(1));
    expect(many.result.results.filter(({ changed }) => changed)).toHaveLength(100);
    expect(many.statements).toHaveLength(few.statements.length);
    expect(few.statements.length).toBeLessThan(20);
  });
});
