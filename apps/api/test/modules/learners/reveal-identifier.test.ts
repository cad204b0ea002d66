import type { Principal } from '@rollcall/domain/permission/principal';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { MOST_REVEALS_AN_HOUR, revealIdentifier } from '../../../src/modules/learners/reveal-identifier.js';
import { ask } from '../../graphql/ask.js';
import { createExample, EXAMPLE_NOW, type Example } from '../../graphql/example-data.js';
import { startTestApi, type TestApi } from '../../http/test-api.js';
import { knownCallers, somebody } from '../../support/known-callers.js';

const callers = knownCallers();
let api: TestApi;
let example: Example;
let admin: Principal;
let learnerId: string;
let identifier: string;

beforeEach(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW, authenticator: callers.authenticator });
  example = await createExample(api.deps, 1);
  admin = somebody(api.deps.newId(), example.providerId, 'admin');
  identifier = example.secrets.identifiers[0] ?? '';
  const learner = await api.deps.database.prisma.learner.findFirstOrThrow({
    where: { nricHmac: api.deps.identifiers.hash(identifier) },
  });
  learnerId = learner.id;
  // The example has payloads as they must never be, so that their reading can be tested.
  await api.deps.database.prisma.enrolment.updateMany({ data: { rawData: {} } });
});
afterEach(() => api.close());

const REVEAL = `mutation ($input: LearnerIdentifierRevealInput!) { result: learnerIdentifierReveal(input: $input) { __typename
  ... on LearnerIdentifierRevealSuccess { identifier identifierType expiresAt } ... on ActError { code message remedy path } } }`;

const reason = 'the learner stands at the counter';

const reveal = async (input: Record<string, unknown> = {}, by: Principal = admin) => {
  const answer = await ask(
    api,
    REVEAL,
    { input: { learnerId: globalIdOf('Learner', learnerId), reason, ...input } },
    callers.as(by),
  );
  return { ...answer, result: answer.data?.result as Record<string, unknown> | undefined };
};

const audited = async () =>
  (await api.deps.database.pool.query(`SELECT * FROM audit_trail WHERE action = 'learner.reveal_identifier' ORDER BY id`)).rows;

/** The tables that hold a text anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const { pool } = api.deps.database;
  const { rows } = await pool.query<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(rows.length).toBeGreaterThan(20);
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await pool.query(
      `SELECT FROM ${name} AS row WHERE strpos(upper(to_jsonb(row)::text), upper($1)) > 0 LIMIT 1`,
      [text],
    );
    if (rowCount) found.push(name);
  }
  return found;
}

test('S1.26 X25 a person with a reason sees the identifier for a minute, and the audit says who, whose and why', async () => {
  const { result } = await reveal();
  expect(result).toEqual({
    __typename: 'LearnerIdentifierRevealSuccess',
    identifier,
    identifierType: 'NRIC',
    expiresAt: new Date(EXAMPLE_NOW + 60_000).toISOString(),
  });
  expect(await audited()).toEqual([
    expect.objectContaining({
      provider_id: example.providerId,
      actor_type: 'user',
      actor_id: admin.id,
      actor_role: 'admin',
      entity_type: 'learner',
      entity_id: learnerId,
      reason,
      before: null,
      after: null,
      correlation_id: expect.stringMatching(/./),
    }),
  ]);
});

test('X4 the identifier is in no table and no log line afterwards, not even where the reason named it', async () => {
  expect((await reveal({ reason: `checking ${identifier.toLowerCase()}` })).result).toMatchObject({ identifier });
  await reveal({ learnerId: 'nonsense', reason: identifier });
  expect(await tablesWith(identifier)).toEqual([]);
  expect(await tablesWith(learnerId)).toContain('public.audit_trail');
  expect(JSON.stringify(api.logged).toUpperCase()).not.toContain(identifier);
  expect(api.logged.length).toBeGreaterThan(0);
});

test('X4 nobody between the API and the browser keeps the answer', async () => {
  const response = await fetch(`${api.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...callers.as(admin) },
    body: JSON.stringify({ query: REVEAL, variables: { input: { learnerId: globalIdOf('Learner', learnerId), reason } } }),
  });
  expect(await response.text()).toContain(identifier);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('bug 32 what cannot be audited is not shown', async () => {
  await api.deps.database.pool.query(
    `ALTER TABLE audit_trail ADD CONSTRAINT nothing_more CHECK (action <> 'learner.reveal_identifier')`,
  );
  const { text, errors } = await reveal();
  expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_ERROR' } }]);
  expect(text).not.toContain(identifier);
  expect(JSON.stringify(api.logged)).not.toContain(identifier);
});

describe('who may not', () => {
  test.each(['trainer', 'finance', 'auditor', 'integrator'] as const)('S1.25 a %s', async (role) => {
    const { errors, text } = await reveal({}, somebody(api.deps.newId(), example.providerId, role));
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', action: 'learner.reveal_identifier' } }]);
    expect(text).not.toContain(identifier);
    expect(await audited()).toEqual([]);
  });

  test.each(['api_key', 'token', 'system'] as const)('X25 a machine (%s), whatever its role', async (kind) => {
    const { result } = await reveal({}, { ...admin, kind, id: kind === 'api_key' ? api.deps.newId() : null, name: 'a machine' });
    expect(result).toMatchObject({ code: 'FORBIDDEN', remedy: expect.stringContaining('Sign in') });
    expect(await audited()).toEqual([]);
  });

  test('an admin of another provider learns nothing of the learner', async () => {
    const other = await createExample(api.deps, 1, '201003954Z');
    const stranger = somebody(api.deps.newId(), other.providerId, 'admin');
    const { result } = await reveal({}, stranger);
    expect(result).toEqual((await reveal({ learnerId: globalIdOf('Learner', api.deps.newId()) }, stranger)).result);
    expect(result).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'learnerId'] });
  });
});

describe('what is refused', () => {
  test.each(['', 'no', 'x'.repeat(501)])('a reason that says nothing, or too much (%#)', async (given) => {
    expect((await reveal({ reason: given })).result).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'reason'] });
  });

  test('X25 where the provider does not seal identifiers there is nothing to open', async () => {
    await api.deps.database.prisma.learner.update({ where: { id: learnerId }, data: { nricSealed: null } });
    expect((await reveal()).result).toMatchObject({ code: 'REFUSED', remedy: expect.stringContaining('at SSG') });
    const unknown = { nricHmac: null, nricKeyId: null, nricMasked: null };
    await api.deps.database.prisma.learner.update({ where: { id: learnerId }, data: unknown });
    expect((await reveal()).result).toMatchObject({ code: 'REFUSED', message: 'SSG sent no identifier for this learner.' });
    expect(await audited()).toEqual([]);
  });

  test('X25 what another installation sealed is not opened, and the remedy names the key', async () => {
    const [version = '', , ...rest] = (example.secrets.sealed[0] ?? '').split('.');
    const data = { nricSealed: [version, '00000000', ...rest].join('.') };
    await api.deps.database.prisma.learner.update({ where: { id: learnerId }, data });
    expect((await reveal()).result).toMatchObject({ code: 'REFUSED', remedy: expect.stringContaining('IDENTIFIER_SEAL_KEY') });
  });

  test('S1.26 one person sees so many an hour, many requests at once included; another person and the next hour are free', async () => {
    const request = { by: admin, learnerId, reason, correlationId: null };
    const tries = await Promise.allSettled(
      Array.from({ length: MOST_REVEALS_AN_HOUR + 5 }, () => revealIdentifier(api.deps, request)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_REVEALS_AN_HOUR);
    expect(await audited()).toHaveLength(MOST_REVEALS_AN_HOUR);
    expect((await reveal()).result).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('within an hour') });
    const colleague = somebody(api.deps.newId(), example.providerId, 'operations');
    expect((await reveal({}, colleague)).result).toMatchObject({ identifier });
    await api.deps.database.pool.query(`UPDATE audit_trail SET created_at = created_at - interval '61 minutes'`);
    expect((await reveal()).result).toMatchObject({ identifier });
  });
});
