import { afterEach, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { beginSync } from '../../../src/modules/sync/begin-sync.js';
import { dataOf } from '../../graphql/ask.js';
import { inventedIdentifier } from '../../graphql/example-data.js';
import { somebody } from '../../support/known-callers.js';
import { finished } from '../../support/sync-world.js';
import { type ActsWorld, createActsWorld, type Row } from '../course-runs/acts-world.js';

let world: ActsWorld;
afterEach(() => world.close());

const TWIN = { name: 'Twin Invented', email: 'twin@example.org' };
const FIELDS = `{ __typename ... on LearnerReviewResolveSuccess { sentence learnerReview { status decidedBy decisionReason resolvedAt
    decidedLearner { id name } candidates { id name email } } } ... on ActError { code message remedy path } }`;

const resolve = (input: object, by?: Record<string, string>) =>
  world.act<Row & { learnerReview: Row }>(
    'learnerReviewResolve',
    `mutation ($input: LearnerReviewResolveInput!) { learnerReviewResolve(input: $input) ${FIELDS} }`,
    input,
    by,
  );
const dismiss = (input: object, by?: Record<string, string>) =>
  world.act<Row & { learnerReview: Row }>(
    'learnerReviewDismiss',
    `mutation ($input: LearnerReviewDismissInput!) { learnerReviewDismiss(input: $input) ${FIELDS.replace('Resolve', 'Dismiss')} }`,
    input,
    by,
  );
/** Says who it is, for a reason that will do. */
const name = (id: string, learner: string) =>
  resolve({ learnerReviewId: reviewId(id), learnerId: learnerId(learner), reason: 'Seen.' });
const reviewId = (id: unknown) => globalIdOf('LearnerReview', String(id));
const learnerId = (id: unknown) => globalIdOf('Learner', String(id));

/** Two learners of one name and address, and SSG's enrolment of one of them without an identifier. */
async function twinsWorld(): Promise<{ first: string; second: string }> {
  let now = Date.parse('2026-03-02T02:00:00+08:00');
  const trainee = { identifier: '', fullName: TWIN.name, email: TWIN.email };
  world = await createActsWorld({
    ssgRuns: [{ id: 850001, startDate: '2026-03-10', enrolments: [{ referenceNumber: 'ENR-2603-000001', trainee }, {}] }],
    now: () => (now += 1),
  });
  const [first, second] = [await addLearner(), await addLearner()];
  return { first, second };
}

async function addLearner(providerId = world.providerId): Promise<string> {
  const id = world.api.deps.newId();
  await world.rows('INSERT INTO learner (id, provider_id, name, email) VALUES ($1, $2, $3, $4)', [
    id,
    providerId,
    TWIN.name,
    TWIN.email,
  ]);
  return id;
}

const night = async () =>
  finished(await beginSync(world.api.deps, { providerId: world.providerId, trigger: 'cli', today: '2026-03-02' }));

const openReviews = () => world.rows(`SELECT * FROM learner_review WHERE status = 'open'`);

async function addReview(values: { reason?: string; status?: string; referenceNumber?: string } = {}): Promise<string> {
  const id = world.api.deps.newId();
  const { reason = 'ambiguous_learner', status = 'open', referenceNumber = `ENR-${id.slice(-6)}` } = values;
  await world.rows(
    `INSERT INTO learner_review (id, provider_id, course_run_id, enrolment_id, reason, message, status) VALUES ($1, $2, '850001', $3, $4, 'Who?', $5)`,
    [id, world.providerId, referenceNumber, reason, status],
  );
  return id;
}

describe('bug 18 learnerReviewResolve', () => {
  test('bug 18 the next night enrols whom a person named, and raises the review no more', async () => {
    const { first, second } = await twinsWorld();
    await night();
    const [review] = await openReviews();
    expect(review).toMatchObject({ reason: 'ambiguous_learner', enrolment_id: 'ENR-2603-000001' });
    const input = { learnerReviewId: reviewId(review?.id), learnerId: learnerId(second), reason: '  She showed her pass.  ' };
    expect(await resolve(input)).toEqual({
      __typename: 'LearnerReviewResolveSuccess',
      sentence: expect.stringContaining('enrols this learner under ENR-2603-000001'),
      learnerReview: {
        status: 'RESOLVED',
        decidedBy: 'operations@example.org',
        decisionReason: 'She showed her pass.',
        resolvedAt: expect.any(String),
        decidedLearner: { id: learnerId(second), name: TWIN.name },
        candidates: [first, second].sort().map((id) => ({ id: learnerId(id), name: TWIN.name, email: 't***@example.org' })),
      },
    });
    expect(await world.rows('SELECT FROM enrollment WHERE enrolment_id = $1', ['ENR-2603-000001'])).toEqual([]);

    await night();
    const enrolments = await world.rows('SELECT id, learner_id FROM enrollment WHERE enrolment_id = $1', ['ENR-2603-000001']);
    expect(enrolments).toMatchObject([{ learner_id: second }]);
    expect(
      await world.rows(`SELECT owner, rule, after FROM change WHERE entity_id = $1 AND field = 'learner_id'`, [
        enrolments[0]?.id,
      ]),
    ).toEqual([{ owner: 'admin', rule: 'bug 18 admin-names-learner', after: second }]);
    expect(await openReviews()).toEqual([]);
    expect((await night()).changes.enrolment).toEqual({ created: 0, updated: 0 });
    expect(await world.rows('SELECT count(*)::int AS learners FROM learner')).toEqual([{ learners: 3 }]);
  });

  test('S3.8 who decided what, and why, is in the audit; identifiers in the reason are masked', async () => {
    world = await createActsWorld();
    const [id, learner] = [await addReview({ referenceNumber: 'ENR-2603-000009' }), await addLearner()];
    const clear = inventedIdentifier(1234567);
    await resolve({ learnerReviewId: reviewId(id), learnerId: learnerId(learner), reason: `It is ${clear}.` });
    const audit = await world.rows(
      `SELECT action, actor_id, reason, before, after FROM audit_trail WHERE entity_type = 'learner_review' AND entity_id = $1`,
      [id],
    );
    expect(audit).toEqual([
      {
        action: 'learner_review.resolve',
        actor_id: world.people.clerk,
        reason: expect.stringMatching(/^It is \*/),
        before: { status: 'open' },
        after: { status: 'resolved', ssgRunId: '850001', referenceNumber: 'ENR-2603-000009', learnerId: learner },
      },
    ]);
    expect(JSON.stringify(await world.rows('SELECT * FROM learner_review'))).not.toContain(clear);
  });

  test('asked again with the same key it answers the same and does nothing; a key for something else is refused', async () => {
    world = await createActsWorld();
    const [id, learner] = [await addReview(), await addLearner()];
    const input = { learnerReviewId: reviewId(id), learnerId: learnerId(learner), reason: 'Seen.', idempotencyKey: 'k-1' };
    const answer = await resolve(input);
    expect(answer).toMatchObject({ __typename: 'LearnerReviewResolveSuccess' });
    expect(await resolve(input)).toEqual(answer);
    expect(await world.rows('SELECT FROM audit_trail')).toHaveLength(1);
    expect(await resolve({ ...input, reason: 'Otherwise.' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await resolve({ ...input, idempotencyKey: 'k-2' })).toMatchObject({ code: 'REFUSED', remedy: expect.any(String) });
  });

  test('bug 18 a review that asks something else, and an enrolment that is another learner’s, are refused with what to do', async () => {
    world = await createActsWorld();
    const run = await world.addRun();
    const [owner, other] = [await addLearner(), await addLearner()];
    await world.rows(
      `INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_id, enrolment_status) VALUES ($1, $2, $3, $4, $5, 'ENR-1', 'Confirmed')`,
      [world.api.deps.newId(), world.providerId, owner, world.courseId, run],
    );
    const held = await addReview({ referenceNumber: 'ENR-1', reason: 'identifier_conflict' });
    expect(await name(held, other)).toMatchObject({ code: 'REFUSED', path: ['input', 'learnerId'] });
    expect(await name(held, owner)).toMatchObject({ sentence: expect.stringContaining('follow SSG again') });
    const status = await addReview({ reason: 'unknown_status' });
    expect(await name(status, owner)).toMatchObject({ code: 'REFUSED', remedy: expect.stringContaining('at SSG') });
  });

  test('X6 what is another provider’s is not found, and machines may not say who a person is', async () => {
    world = await createActsWorld();
    const elsewhere = await world.addProvider('202000001A');
    const [id, learner, foreign] = [await addReview(), await addLearner(), await addLearner(elsewhere)];
    const stranger = world.callers.as(somebody(world.api.deps.newId(), elsewhere, 'operations'));
    const input = { learnerReviewId: reviewId(id), learnerId: learnerId(learner), reason: 'Seen.' };
    const none = { code: 'NOT_FOUND', path: ['input', 'learnerReviewId'] };
    expect(await resolve(input, stranger)).toMatchObject(none);
    expect(await resolve({ ...input, learnerReviewId: learnerId(id) })).toMatchObject(none);
    expect(await resolve({ ...input, learnerId: learnerId(foreign) })).toEqual(
      await resolve({ ...input, learnerId: learnerId(world.api.deps.newId()) }),
    );
    expect(await resolve({ ...input, reason: ' x ' })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'reason'] });
    expect(await openReviews()).toHaveLength(1);
    for (const role of ['auditor', 'integrator', 'finance', 'trainer'] as const) {
      const by = world.callers.as(somebody(world.api.deps.newId(), world.providerId, role));
      await expect(resolve(input, by)).rejects.toThrow(/FORBIDDEN/);
    }
  });
});

describe('bug 18 learnerReviewDismiss', () => {
  test('bug 18 puts it aside: the next night does not raise it again, and writes nothing for the enrolment', async () => {
    await twinsWorld();
    await night();
    const [review] = await openReviews();
    expect(await dismiss({ learnerReviewId: reviewId(review?.id), reason: 'A test entry at SSG.' })).toMatchObject({
      __typename: 'LearnerReviewDismissSuccess',
      learnerReview: { status: 'DISMISSED', decisionReason: 'A test entry at SSG.', decidedLearner: null },
    });
    await night();
    expect(await openReviews()).toEqual([]);
    expect(await world.rows('SELECT FROM enrollment WHERE enrolment_id = $1', ['ENR-2603-000001'])).toEqual([]);
    expect(await world.rows(`SELECT action FROM audit_trail WHERE entity_type = 'learner_review'`)).toEqual([
      { action: 'learner_review.dismiss' },
    ]);
    expect(await dismiss({ learnerReviewId: reviewId(review?.id), reason: 'Again.' })).toMatchObject({ code: 'REFUSED' });
  });

  test('two decisions at once: one of them is', async () => {
    world = await createActsWorld();
    const [id, learner] = [await addReview(), await addLearner()];
    const [one, other] = await Promise.all([
      dismiss({ learnerReviewId: reviewId(id), reason: 'Put aside.' }),
      resolve({ learnerReviewId: reviewId(id), learnerId: learnerId(learner), reason: 'Told.' }),
    ]);
    expect([one.code, other.code].filter((code) => code === undefined)).toHaveLength(1);
    expect(await world.rows('SELECT FROM audit_trail')).toHaveLength(1);
  });
});

test('candidates cost as many statements for fifty reviews as for one, and none that the viewer may not see is shown', async () => {
  world = await createActsWorld();
  const query = '{ learnerReviews(first: 50) { nodes { candidates { id name identifierMasked } decidedLearner { name } } } }';
  const sent: number[] = [];
  for (const size of [1, 49]) {
    const learners = await Promise.all([addLearner(), addLearner()]);
    for (let index = 0; index < size; index += 1) await addReview();
    await world.rows('UPDATE learner_review SET candidate_ids = $1, decided_learner_id = $2', [learners, learners[0]]);
    const { statements, result } = await world.api.statements.during(() =>
      dataOf<{ learnerReviews: { nodes: { candidates: unknown[] }[] } }>(world.api, query, {}, world.operations),
    );
    expect(result.learnerReviews.nodes.every(({ candidates }) => candidates.length === 2)).toBe(true);
    sent.push(statements.length);
  }
  expect(sent).toEqual([3, 3]);
  const elsewhere = await world.addProvider('202000001A');
  await world.rows('UPDATE learner_review SET candidate_ids = $1', [[await addLearner(elsewhere)]]);
  const { learnerReviews } = await dataOf<{ learnerReviews: { nodes: { candidates: unknown[] }[] } }>(
    world.api,
    '{ learnerReviews(first: 1) { nodes { candidates { id } } } }',
    {},
    world.operations,
  );
  expect(learnerReviews.nodes).toEqual([{ candidates: [] }]);
});
