import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createEventHub, type EventHub } from '../../src/events/event-hub.js';
import { createPostgresChannel } from '../../src/events/postgres-channel.js';
import { type RunningServer, startServer } from '../../src/http/server.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import { readServerSentEvents } from '../events/follow.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { recordChange, written } from '../modules/activity/activity-world.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { createExample, type Example } from './example-data.js';

const RUNS = `subscription ($filter: CourseRunsChangedFilter, $after: String) {
  courseRunsChanged(filter: $filter, after: $after) { cursor kinds changeSetIds happenedAt courseRuns { id ssgRunId } }
}`;
const INCIDENTS = `subscription ($provider: String, $after: String) {
  incidentsChanged(provider: $provider, after: $after) { cursor kinds incidents { id title } }
}`;

interface Told {
  cursor: string;
  kinds: string[];
  changeSetIds: string[];
  courseRuns: { id: string; ssgRunId: string }[];
}

const callers = knownCallers();
let api: TestApi;
let other: { hub: EventHub; server: RunningServer };
let mine: Example;
let theirs: Example;
let admin: Principal;
const streams: AbortController[] = [];
beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator });
  mine = await createExample(api.deps, 4, '201000001A');
  theirs = await createExample(api.deps, 2, '201000002B');
  admin = somebody(api.deps.newId(), mine.providerId, 'admin');
  const { log, database } = api.deps;
  const hub = createEventHub({
    pool: database.pool,
    channel: createPostgresChannel({ connection: database.pool.options, log }),
    log,
  });
  other = { hub, server: await startServer(api.deps, { port: 0, events: hub, authenticator: callers.authenticator }) };
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.abort();
});
afterAll(async () => {
  await other.server.close();
  await other.hub.close();
  await api.close();
});

/** Follows as a page does; each `next` is one event, or the errors instead. */
async function follow(query: string, variables: object, by: Principal, url = api.server.url) {
  const abort = new AbortController();
  streams.push(abort);
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...callers.as(by) },
    body: JSON.stringify({ query, variables }),
    signal: abort.signal,
  });
  const events = readServerSentEvents(response);
  return {
    leave: () => abort.abort(),
    next: async <Event = Told>(): Promise<Event & { errors?: { extensions?: Record<string, unknown> }[] }> => {
      for (;;) {
        const { value, done } = await events.next();
        if (done) throw new Error('The stream ended.');
        if (value.event !== 'next') continue;
        const { data, errors } = value.data as { data?: Record<string, Event>; errors?: [] };
        return { ...(Object.values(data ?? {})[0] as Event), ...(errors && { errors }) };
      }
    },
  };
}

/** A change to runs, by whoever; `at` is the example it happens at. */
const change = (at: Example, ...runs: number[]): Promise<string> =>
  inTransaction(api.deps.database.pool, (transaction) =>
    recordChange(
      transaction,
      { deps: api.deps, providerId: at.providerId, ssgRunId: null },
      runs.map((run) => written('course_run', at.runIds[run] ?? '', { lifecycle: 'Active' })),
    ),
  );

const idsOf = ({ courseRuns }: Told) => courseRuns.map(({ ssgRunId }) => Number(ssgRunId) - 850_000).toSorted();
const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

/** The server subscribes after it has answered, so a test that must be heard waits for it. */
const untilFollowed = (count = 1) => vi.waitUntil(() => followers() >= count, { timeout: 60_000 });
const followers = () => other.hub.subscribers;

test('tells which runs changed, whoever changed them, with what belongs to it', async () => {
  const stream = await follow(RUNS, {}, admin, other.server.url);
  await untilFollowed();
  const set = await change(mine, 0, 2);
  const told = await stream.next();
  expect(told).toMatchObject({ kinds: ['COURSE_RUN_CHANGED'], changeSetIds: [globalId('ChangeSet', set)] });
  expect(idsOf(told)).toEqual([0, 2]);
  expect(told.courseRuns[0]?.id).toBe(globalId('CourseRun', mine.runIds[0] ?? ''));
});

test('an enrolment that changes or moves tells of the run it is in and the one it left', async () => {
  const stream = await follow(RUNS, { filter: { kinds: ['ENROLMENT_CHANGED'] } }, admin, other.server.url);
  await untilFollowed();
  const enrolment = await api.deps.database.prisma.enrolment.findFirstOrThrow({ where: { courseRunId: mine.runIds[1] ?? '' } });
  await change(mine, 3);
  await inTransaction(api.deps.database.pool, (transaction) =>
    recordChange(transaction, { deps: api.deps, providerId: mine.providerId, ssgRunId: null }, [
      {
        entityType: 'enrolment',
        entityId: enrolment.id,
        action: 'update',
        fields: [
          {
            field: 'course_run_id',
            before: mine.runIds[2] ?? '',
            after: mine.runIds[1] ?? '',
            owner: 'admin',
            rule: 'S0.19 admin-moves',
          },
        ],
      },
    ]),
  );
  const told = await stream.next();
  expect(told.kinds).toEqual(['ENROLMENT_CHANGED']);
  expect(idsOf(told)).toEqual([1, 2]);
});

test('S1.25 another provider’s runs are not told, nor their kinds or number', async () => {
  const stream = await follow(RUNS, {}, admin, other.server.url);
  await untilFollowed();
  await change(theirs, 0, 1);
  await change(mine, 1);
  expect(idsOf(await stream.next())).toEqual([1]);
});

test('S1.25 X7 who lost a provider meanwhile is told neither kinds nor change sets of what happens there', async () => {
  const one = somebody(api.deps.newId(), mine.providerId, 'admin');
  const grants = [mine, theirs].map(({ providerId }) => ({ providerId, roles: ['admin' as const] }));
  const still = await follow(RUNS, {}, { ...one, id: api.deps.newId(), grants }, other.server.url);
  const less = await follow(RUNS, {}, { ...one, grants }, other.server.url);
  await untilFollowed(2);
  callers.change(one.id ?? '', one);
  const enrolment = await api.deps.database.prisma.enrolment.findFirstOrThrow({ where: { providerId: theirs.providerId } });
  const sets = await inTransaction(api.deps.database.pool, async (transaction) => {
    const at = { deps: api.deps, ssgRunId: null };
    const ran = written('course_run', mine.runIds[0] ?? '', { lifecycle: 'Active' });
    const own = await recordChange(transaction, { ...at, providerId: mine.providerId }, [ran]);
    const joined = written('enrolment', enrolment.id, { status: 'Confirmed' });
    return [own, await recordChange(transaction, { ...at, providerId: theirs.providerId }, [joined])];
  });
  const [own, foreign] = sets.map((set) => globalId('ChangeSet', set));
  expect(await still.next()).toMatchObject({
    kinds: ['COURSE_RUN_CHANGED', 'ENROLMENT_CHANGED'],
    changeSetIds: [own, foreign],
  });
  const told = await less.next();
  expect(told).toMatchObject({ kinds: ['COURSE_RUN_CHANGED'], changeSetIds: [own] });
  expect(idsOf(told)).toEqual([0]);
});

test('S1.25 a trainer is told of own runs alone', async () => {
  const trainer = await api.deps.database.prisma.appUser.create({
    data: { email: 'live@example.org', name: 'Live', nameNormalised: 'live' },
  });
  await api.deps.database.prisma.courseRun.update({
    where: { id: mine.runIds[3] ?? '' },
    data: { assignedTrainerId: trainer.id, assignedTrainerName: 'Live', assignedTrainerEmail: 'live@example.org' },
  });
  const stream = await follow(RUNS, {}, somebody(trainer.id, mine.providerId, 'trainer'), other.server.url);
  await untilFollowed();
  await change(mine, 0);
  await change(mine, 1, 3);
  expect(idsOf(await stream.next())).toEqual([3]);
});

test('filters by provider, course and run', async () => {
  const everywhere = somebody(api.deps.newId(), 'every', 'admin');
  const at = async (filter: object) => await follow(RUNS, { filter }, everywhere, other.server.url);
  const [provider, course, run, wrong] = [
    await at({ provider: '201000002B' }),
    await at({ courseCode: 'TGS-2026000001', provider: '201000001A' }),
    await at({ ssgRunId: '850001' }),
    await at({ courseCode: 'TGS-none' }),
  ];
  await untilFollowed(4);
  await change(theirs, 0);
  await change(mine, 0);
  await change(mine, 1);
  expect(idsOf(await provider.next())).toEqual([0]);
  const ofCourse = [...idsOf(await course.next())];
  if (ofCourse.length < 2) ofCourse.push(...idsOf(await course.next()));
  expect(ofCourse).toEqual([0, 1]);
  expect(idsOf(await run.next())).toEqual([1]);
  wrong.leave();
});

test('going on in another process from the cursor that arrived loses nothing and repeats nothing', async () => {
  const first = await follow(RUNS, {}, admin, other.server.url);
  await untilFollowed();
  const sets = [await change(mine, 0)];
  const told = await first.next();
  first.leave();
  for (const run of [1, 2, 3, 0, 1]) sets.push(await change(mine, run));
  const second = await follow(RUNS, { after: told.cursor }, admin, api.server.url);
  const live = change(mine, 2);
  const got = [...told.changeSetIds];
  while (got.length < 7) got.push(...(await second.next()).changeSetIds);
  sets.push(await live);
  expect(got).toEqual(sets.map((set) => globalId('ChangeSet', set)));
});

/** Why a stream does not begin. */
const refusalOf = async (query: string, variables: object, by: Principal) =>
  (await (await follow(query, variables, by)).next()).errors?.[0]?.extensions;

test('a cursor that is no longer kept is CURSOR_TOO_OLD, and nonsense is BAD_USER_INPUT', async () => {
  expect(await refusalOf(RUNS, { after: Buffer.from('5:1').toString('base64url') }, admin)).toMatchObject({
    code: 'CURSOR_TOO_OLD',
    remedy: expect.stringContaining('anew'),
  });
  for (const nonsense of ['', 'x', Buffer.from('1:2:3').toString('base64url')])
    expect(await refusalOf(RUNS, { after: nonsense }, admin)).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('a role that reads no runs, and nobody, are refused', async () => {
  expect(await refusalOf(RUNS, {}, { ...admin, id: api.deps.newId(), grants: [] })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await refusalOf(INCIDENTS, {}, somebody(api.deps.newId(), mine.providerId, 'trainer'))).toMatchObject({
    code: 'FORBIDDEN',
  });
});

test('fifty who may see the same and ask the same cost as many statements as one', async () => {
  for (let count = 0; count < 50; count += 1) await follow(RUNS, {}, admin);
  const waiting = await follow(RUNS, {}, admin);
  await change(mine, 0);
  await waiting.next();
  const { statements } = await api.statements.during(async () => {
    await change(mine, 1);
    await waiting.next();
  });
  expect(statements.filter((sql) => /FROM "public"."course_run"/.test(sql)).length).toBeLessThanOrEqual(2);
});

test('incidents are told as they open and close, those of the own provider alone', async () => {
  const stream = await follow(INCIDENTS, {}, admin, other.server.url);
  await untilFollowed();
  const open = async (providerId: string | null, title: string) => {
    const id = api.deps.newId();
    await api.deps.database.prisma.incident.create({
      data: {
        id,
        providerId,
        fingerprint: id,
        errorClass: 'e',
        title,
        message: 'm',
        firstSeenAt: new Date(),
        lastSeenAt: new Date(),
        recentAt: [],
      },
    });
    return id;
  };
  await open(theirs.providerId, 'theirs');
  await open(null, 'of the installation');
  const id = await open(mine.providerId, 'mine');
  type Incidents = { kinds: string[]; incidents: { title: string }[] };
  expect(await stream.next<Incidents>()).toMatchObject({ kinds: ['INCIDENT_OPENED'], incidents: [{ title: 'mine' }] });
  await api.deps.database.prisma.incident.update({
    where: { id },
    data: { status: 'closed', closedAt: new Date(), closedReason: 'Works.' },
  });
  expect(await stream.next<Incidents>()).toMatchObject({ kinds: ['INCIDENT_CLOSED'], incidents: [{ title: 'mine' }] });
});
