import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemPrincipal } from '../../src/access/system-principal.js';
import { globalIdOf } from '../../src/contract/global-id.js';
import { cancelRun } from '../../src/modules/chains/cancel-run.js';
import { decideRun } from '../../src/modules/chains/decide-run.js';
import { resumeRun } from '../../src/modules/chains/resume-run.js';
import { startRun } from '../../src/modules/chains/start-run.js';
import { writeIncidentNote } from '../../src/modules/incidents/write-incident-note.js';
import { changeSchedule } from '../../src/modules/schedules/change-schedule.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import { startChainRun } from '../../src/workflow/start-chain-run.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { type KnownCallers, knownCallers, somebody } from '../support/known-callers.js';
import { testEngine } from '../support/test-chains.js';
import { ask } from './ask.js';
import { createChainExample } from './chain-example-data.js';
import { createExample, EXAMPLE_NOW, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';

let api: TestApi;
let callers: KnownCallers;
let engine: ReturnType<typeof testEngine>;
let providers: { own: string; other: string };
/** What each act needs of the other provider. */
let others: { chainRunId: string; systemRunId: string; scheduleId: string; incidentId: string };
let admin: Principal;
let everywhere: Principal;
beforeAll(async () => {
  callers = knownCallers();
  api = await startTestApi({ now: () => EXAMPLE_NOW, authenticator: callers.authenticator, engine: testEngine });
  engine = testEngine(api.deps);
  const own = (await createExample(api.deps, 1, UEN)).providerId;
  const other = (await createExample(api.deps, 1, OTHER_UEN)).providerId;
  providers = { own, other };
  admin = somebody('00000000-0000-7000-8000-0000000000aa', own, 'admin');
  everywhere = somebody('00000000-0000-7000-8000-0000000000ee', 'every', 'operations');
  await createChainExample(api.deps, engine, other);
  const started = await startChainRun(engine, {
    chain: 'tidy',
    providerId: null,
    trigger: 'manual',
    requestedBy: 'test',
    mode: 'full',
  });
  const { prisma } = api.deps.database;
  others = {
    chainRunId: String((await prisma.chainRun.findFirstOrThrow({ where: { providerId: other } })).id),
    systemRunId: started.chainRunId,
    scheduleId: (await prisma.schedule.findFirstOrThrow({ where: { providerId: other, chainOrder: 0 } })).id,
    incidentId: (await prisma.incident.findFirstOrThrow({ where: { providerId: other } })).id,
  };
});
afterAll(() => api?.close());

const audits = async (action: string) => {
  const { rows } = await api.deps.database.pool.query(
    'SELECT provider_id, actor_type, actor_id, actor_name, actor_role FROM audit_trail WHERE action = $1 ORDER BY id DESC',
    [action],
  );
  return rows;
};

describe('S1.25 use cases ask too, whoever calls them', () => {
  test('what is another provider’s, or the installation’s, does not exist', async () => {
    const { chainRunId, systemRunId, scheduleId, incidentId } = others;
    const by = admin;
    for (const id of [chainRunId, systemRunId]) {
      const missing = { name: 'UnknownChainRunError', message: `There is no chain run ${id}.` };
      await expect(cancelRun(engine, { chainRunId: id, by })).rejects.toMatchObject(missing);
      await expect(resumeRun(engine, { chainRunId: id, by })).rejects.toMatchObject(missing);
      await expect(decideRun(engine, { chainRunId: id, decision: 'approve', by })).rejects.toMatchObject(missing);
    }
    const wish = { mode: null, dryRun: true, by };
    await expect(startRun(engine, { ...wish, chain: 'nightly', providerId: providers.other })).rejects.toMatchObject({
      name: 'UnknownProviderError',
    });
    await expect(startRun(engine, { ...wish, chain: 'tidy', providerId: null })).rejects.toMatchObject({
      name: 'UnknownChainError',
      remedy: 'The chains are nightly.',
    });
    await expect(changeSchedule(api.deps, { scheduleId, change: { paused: true }, by })).rejects.toMatchObject({
      name: 'UnknownScheduleError',
    });
    const noted = inTransaction(api.deps.database.pool, (transaction) =>
      writeIncidentNote(transaction, incidentId, 'A note.', by),
    );
    expect(await noted).toMatchObject({ kind: 'unknown' });
  });

  test('who reads there and may not act is told so', async () => {
    const { chainRunId, scheduleId, incidentId } = others;
    const by = somebody('00000000-0000-7000-8000-0000000000dd', providers.other, 'auditor');
    const refused = { name: 'ActRefusal', code: 'FORBIDDEN', remedy: expect.stringContaining('admin') };
    await expect(cancelRun(engine, { chainRunId, by })).rejects.toMatchObject(refused);
    await expect(resumeRun(engine, { chainRunId, by })).rejects.toMatchObject(refused);
    await expect(decideRun(engine, { chainRunId, decision: 'reject', by })).rejects.toMatchObject(refused);
    const wish = { chain: 'nightly', providerId: providers.other, mode: null, dryRun: true, by };
    await expect(startRun(engine, wish)).rejects.toMatchObject(refused);
    await expect(changeSchedule(api.deps, { scheduleId, change: { paused: true }, by })).rejects.toMatchObject(refused);
    const noted = inTransaction(api.deps.database.pool, (transaction) =>
      writeIncidentNote(transaction, incidentId, 'A note.', by),
    );
    await expect(noted).rejects.toMatchObject(refused);
  });

  test('a role at one provider does not act at another: FORBIDDEN where one reads, though one acts elsewhere', async () => {
    const grants = [...admin.grants, { providerId: providers.other, roles: ['auditor' as const] }];
    const both = { ...admin, id: '00000000-0000-7000-8000-0000000000bb', grants };
    const { data } = await ask(
      api,
      'mutation ($input: ChainRunCancelInput!) { chainRunCancel(input: $input) { __typename ... on ActError { code } } }',
      { input: { chainRunId: others.chainRunId } },
      callers.as(both),
    );
    expect(data?.['chainRunCancel']).toEqual({ __typename: 'ForbiddenError', code: 'FORBIDDEN' });
  });
});

const operator = () => somebody('00000000-0000-7000-8000-0000000000cc', providers.other, 'operations');

const named = () => ({
  provider_id: providers.other,
  actor_type: 'user',
  actor_id: operator().id,
  actor_name: 'operations@example.org',
  actor_role: 'operations',
});

describe('S1.27 X7 the audit names who acted, and in which role', () => {
  test('a person', async () => {
    const by = operator();
    const { scheduleId, incidentId, chainRunId } = others;
    await startRun(engine, { chain: 'nightly', providerId: providers.other, mode: null, dryRun: true, by });
    await changeSchedule(api.deps, { scheduleId, change: { paused: true }, by });
    await inTransaction(api.deps.database.pool, (transaction) => writeIncidentNote(transaction, incidentId, 'A note.', by));
    await cancelRun(engine, { chainRunId, by, reason: 'Not now.' });
    for (const action of ['chain_run.start', 'schedule.update', 'incident.note', 'chain_run.cancel'])
      expect((await audits(action))[0]).toEqual(named());
  });

  test('the command line', async () => {
    await startRun(engine, { chain: 'tidy', providerId: null, mode: null, dryRun: true, by: systemPrincipal('cli') });
    expect((await audits('chain_run.start'))[0]).toMatchObject({
      provider_id: null,
      actor_type: 'system',
      actor_id: null,
      actor_name: 'cli',
    });
  });
});

describe('what belongs to the installation is for those who see every provider', () => {
  const QUERY =
    '{ chains { name schedules { nodes { name } } } chain(name: "tidy") { name } workers { name } chainRuns { nodes { chainName } } schedules { nodes { name } } }';

  test('its chains, runs, schedules and workers', async () => {
    const seen = await ask(api, QUERY, {}, callers.as(everywhere));
    expect(seen.data).toMatchObject({ chains: [{ name: 'nightly' }, { name: 'tidy' }], chain: { name: 'tidy' }, workers: [{}] });
    expect(seen.text).toContain('purge');
    const { data, text } = await ask(api, QUERY, {}, callers.as(admin));
    expect(data).toMatchObject({ chains: [{ name: 'nightly' }], chain: null, workers: [], chainRuns: { nodes: [] } });
    expect(text).not.toMatch(/tidy|purge/);
  });

  test('incidents of no provider, and the messages about them', async () => {
    const seenAt = new Date(EXAMPLE_NOW);
    await api.deps.database.prisma.incident.create({
      data: {
        fingerprint: 'installation',
        errorClass: 'Error',
        title: 'Installation trouble',
        message: 'Installation trouble.',
        recentAt: [seenAt],
        firstSeenAt: seenAt,
        lastSeenAt: seenAt,
        deliveries: {
          create: { kind: 'incident_opened', channel: 'email', recipient: 'a@example.org', subject: 'Installation', body: '' },
        },
      },
    });
    const query = '{ incidents { nodes { title } } alertDeliveries { nodes { subject } } }';
    expect((await ask(api, query, {}, callers.as(everywhere))).text).toContain('Installation trouble');
    expect((await ask(api, query, {}, callers.as(admin))).data).toEqual({
      incidents: { nodes: [] },
      alertDeliveries: { nodes: [] },
    });
  });

  test('a chain run that an incident met is shown where the viewer may see it', async () => {
    const query = 'query ($id: ID!) { node(id: $id) { ... on Incident { title lastChainRun { number } } } }';
    const { prisma } = api.deps.database;
    await prisma.incident.update({ where: { id: others.incidentId }, data: { lastChainRunId: BigInt(others.systemRunId) } });
    const at = somebody('00000000-0000-7000-8000-0000000000ff', providers.other, 'admin');
    const shown = async (principal: Principal) =>
      (await ask(api, query, { id: globalIdOf('Incident', others.incidentId) }, callers.as(principal))).data;
    expect(await shown(at)).toMatchObject({ node: { lastChainRun: null } });
    expect(await shown(everywhere)).toMatchObject({ node: { lastChainRun: { number: others.systemRunId } } });
  });
});
