import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf } from './ask.js';
import { createExample, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const callers = knownCallers();
let api: TestApi;
let example: Example;
let admin: Record<string, string>;
const adminId = '0197c0de-0000-7000-8000-000000000001';
const learnerId = '0197c0de-0000-7000-8000-000000000002';

beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator });
  example = await createExample(api.deps, 1);
  const other = await createExample(api.deps, 1, OTHER_UEN);
  admin = callers.as(somebody(adminId, example.providerId, 'admin'));
  const [identifier = ''] = example.secrets.identifiers;
  const entry = (providerId: string | null, action: string, more: object = {}) =>
    api.deps.database.prisma.auditEntry.create({
      data: {
        providerId,
        actorType: 'user',
        actorId: adminId,
        actorName: 'Ada@example.org',
        actorRole: 'admin',
        action,
        entityType: 'enrolment',
        ...more,
      },
    });
  await entry(example.providerId, 'enrolment.remove', {
    entityId: example.runIds[0],
    reason: `Asked for by ${identifier}`,
    createdAt: new Date('2026-01-05T10:00:00Z'),
  });
  await entry(example.providerId, 'learner.update', {
    entityType: 'learner',
    entityId: learnerId,
    createdAt: new Date('2026-01-06T10:00:00Z'),
    before: { email: example.secrets.emails[0], phone: example.secrets.phones[0], nric_hmac: example.secrets.hashes[0] },
    after: { email: 'somebody@example.org', notes: [`was ${identifier}`], nric_sealed: example.secrets.sealed[0] },
  });
  await entry(example.providerId, 'enrolment.reassign', { actorType: 'api_key', actorName: 'nightly-tool', actorId: null });
  await entry(other.providerId, 'enrolment.remove', { actorName: 'foreign@example.org' });
  await entry(null, 'user.install', { actorName: 'installer' });
});
afterAll(() => api.close());

const ENTRIES = `query ($filter: AuditEntryFilter) { auditEntries(filter: $filter) { totalCount totalCountIsExact nodes {
  number actorKind actorId actorName actorRole action entityType entityId nodeId reason before after createdAt } } }`;

interface Entry {
  action: string;
  actorName: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  nodeId: string | null;
}

async function entries(filter: object = {}, by = admin): Promise<Entry[]> {
  const data = await dataOf<{ auditEntries: { totalCount: number; nodes: Entry[] } }>(api, ENTRIES, { filter }, by);
  expect(data.auditEntries.totalCount).toBe(data.auditEntries.nodes.length);
  return data.auditEntries.nodes;
}
const actions = async (filter?: object) => (await entries(filter)).map(({ action }) => action);

describe('S1.27 who did or saw what', () => {
  test('newest first, at one’s own provider alone', async () => {
    expect(await actions()).toEqual(['enrolment.reassign', 'learner.update', 'enrolment.remove']);
  });

  test('whoever sees everything sees what belongs to no provider, too', async () => {
    const auditor = callers.as(somebody(api.deps.newId(), 'every', 'auditor'));
    expect((await entries({}, auditor)).map(({ actorName }) => actorName)).toEqual([
      'installer',
      'foreign@example.org',
      'nightly-tool',
      'Ada@example.org',
      'Ada@example.org',
    ]);
  });

  test.each<[string, object, string[]]>([
    ['provider', { provider: UEN }, ['enrolment.reassign', 'learner.update', 'enrolment.remove']],
    ['another’s provider, like an unknown one', { provider: OTHER_UEN }, []],
    ['an unknown provider', { provider: 'UNKNOWN00' }, []],
    ['actor by name', { actor: 'ada@' }, ['learner.update', 'enrolment.remove']],
    ['actor by id', { actor: adminId }, ['learner.update', 'enrolment.remove']],
    ['action', { action: 'enrolment.remove' }, ['enrolment.remove']],
    ['all actions of a noun', { action: 'enrolment.' }, ['enrolment.reassign', 'enrolment.remove']],
    ['row id', { entityId: learnerId }, ['learner.update']],
    ['global id', { entityId: Buffer.from(`Learner:${learnerId}`).toString('base64') }, ['learner.update']],
    ['no id at all', { entityId: 'nonsense' }, []],
    ['from', { from: '2026-01-06T00:00:00Z' }, ['enrolment.reassign', 'learner.update']],
    ['to', { from: '2026-01-05T10:00:00Z', to: '2026-01-06T10:00:00Z' }, ['enrolment.remove']],
  ])('filter: %s', async (_name, filter, expected) => {
    expect(await actions(filter)).toEqual(expected);
  });

  test('S1.26 X4 before, after and reason are masked', async () => {
    const [learner] = await entries({ action: 'learner.update' });
    expect(learner).toMatchObject({
      before: { email: 'l***@example.org', phone: expect.stringMatching(/^\*{5}/), nric_hmac: null },
      after: { email: 's***@example.org', notes: [expect.stringMatching(/^was \*{5}\d{3}[A-Z]$/)], nric_sealed: null },
      nodeId: Buffer.from(`Learner:${learnerId}`).toString('base64'),
    });
    const [removed] = await entries({ action: 'enrolment.remove' });
    expect(removed?.reason).toMatch(/^Asked for by \*{5}\d{3}[A-Z]$/);
  });

  test('pages by cursor', async () => {
    const query =
      'query ($after: String) { auditEntries(first: 2, after: $after) { nodes { action } pageInfo { endCursor hasNextPage } } }';
    const first = await dataOf<{ auditEntries: { pageInfo: { endCursor: string } } }>(api, query, {}, admin);
    expect(await dataOf(api, query, { after: first.auditEntries.pageInfo.endCursor }, admin)).toMatchObject({
      auditEntries: { nodes: [{ action: 'enrolment.remove' }], pageInfo: { hasNextPage: false } },
    });
  });

  test.each(['operations', 'trainer', 'finance', 'integrator'] as const)('%s may not read it', async (role) => {
    const { errors } = await ask(api, ENTRIES, {}, callers.as(somebody(api.deps.newId(), example.providerId, role)));
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', action: 'audit.read' });
  });
});
