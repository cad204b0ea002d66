import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ServedChains, serveChains, WORLD_UEN } from '../support/test-chains.js';

let world: ServedChains;
beforeEach(async () => {
  world = await serveChains();
});
afterEach(() => world.close());

describe('incidents and messages', () => {
  const HOOK = 'https://hooks.example.org/services/an-invented-secret-path';

  beforeEach(async () => {
    const run = await world.start();
    await world.rows(
      `INSERT INTO incident (id, provider_id, fingerprint, upstream, error_class, endpoint, title, message, remedy, occurrences, recent_at, runs_touched, last_chain_log_id, first_seen_at, last_seen_at, note_requested_at)
       VALUES ('01980000-0000-7000-8000-000000000001', $1, 'ssg | A', 'ssg', 'SsgUnavailableError', 'GET /x', 'SSG is away', 'No answer.', 'Wait.', 4, ARRAY[now(), now()], ARRAY['850001'], $2, now() - interval '1 day', now(), now()),
              ('01980000-0000-7000-8000-000000000002', NULL, 'B', NULL, 'Error', NULL, 'Trouble', 'Odd.', NULL, 1, ARRAY[now()], '{}', NULL, now(), now() - interval '1 hour', NULL)`,
      [world.providerId, run],
    );
    await world.rows(
      `INSERT INTO alert_delivery (id, incident_id, kind, channel, recipient, subject, body, status, attempts, last_error)
       VALUES (gen_random_uuid(), '01980000-0000-7000-8000-000000000001', 'incident_opened', 'email', 'ops@example.org', 'Incident: SSG is away', 'A body.', 'dead', 10, '550 no mailbox <ops@example.org>'),
              (gen_random_uuid(), NULL, 'chain_failed', 'webhook', $1, 'Failed', 'A body.', 'pending', 0, NULL)`,
      [HOOK],
    );
  });

  test('with what they touched, and the messages about them', async () => {
    const { incidents } = await world.read<{ incidents: { nodes: unknown[] } }>(
      '{ incidents { totalCount nodes { title status upstream endpoint message remedy occurrences recentAt runsTouched noteRequestedAt note lastChainRun { status } provider { uen } deliveries { recipient lastError status attempts incident { title } } } } }',
    );
    expect(incidents).toMatchObject({ totalCount: 2, nodes: { length: 2 } });
    expect(incidents.nodes[0]).toMatchObject({
      title: 'SSG is away',
      status: 'OPEN',
      occurrences: 4,
      recentAt: [expect.any(String), expect.any(String)],
      runsTouched: ['850001'],
      noteRequestedAt: expect.any(String),
      note: null,
      lastChainRun: { status: 'RUNNING' },
      provider: { uen: WORLD_UEN },
      deliveries: [
        {
          recipient: 'o***@example.org',
          lastError: '550 no mailbox <o***@example.org>',
          status: 'DEAD',
          attempts: 10,
          incident: { title: 'SSG is away' },
        },
      ],
    });
    expect(incidents.nodes[1]).toMatchObject({ title: 'Trouble', lastChainRun: null, provider: null, deliveries: [] });
  });

  test.each([
    ['provider: "201999999Z"', 1],
    ['status: OPEN', 2],
    ['status: CLOSED', 0],
    ['noteRequested: true', 1],
    ['noteRequested: false', 1],
  ])('incidents(filter: { %s }) finds %i', async (filter, count) => {
    expect(await world.read(`{ incidents(filter: { ${filter} }) { totalCount nodes { id } } }`)).toMatchObject({
      incidents: { totalCount: count, nodes: { length: count } },
    });
  });

  test('messages show no address in full, and no body', async () => {
    const { text } = await world.ask(
      '{ alertDeliveries { nodes { kind channel recipient subject status lastError createdAt nextAttemptAt sentAt } } }',
    );
    expect(JSON.parse(text)).toMatchObject({
      data: {
        alertDeliveries: {
          nodes: expect.arrayContaining([
            expect.objectContaining({ channel: 'WEBHOOK', recipient: 'https://hooks.example.org/***' }),
          ]),
        },
      },
    });
    expect(text).not.toMatch(/an-invented-secret-path|ops@example|A body/);
    expect(await world.read('{ alertDeliveries(filter: { status: DEAD }) { totalCount } }')).toEqual({
      alertDeliveries: { totalCount: 1 },
    });
    expect(await world.read('{ alertDeliveries(filter: { kind: "chain_failed" }) { totalCount } }')).toEqual({
      alertDeliveries: { totalCount: 1 },
    });
  });
});

const write = (incidentId: string, note: string) =>
  world.read(
    'mutation ($input: IncidentNoteWriteInput!) { act: incidentNoteWrite(input: $input) { __typename ... on IncidentNoteWriteSuccess { incident { note } } ... on ActError { code message remedy path } } }',
    {
      input: { incidentId, note },
    },
  );

describe('S1.19 incidentNoteWrite', () => {
  test('keeps the note and its audit; a later one takes its place', async () => {
    await world.rows(
      `INSERT INTO incident (id, provider_id, fingerprint, error_class, title, message, recent_at, first_seen_at, last_seen_at) VALUES (gen_random_uuid(), $1, 'A', 'Error', 'Trouble', 'Odd.', '{}', now(), now())`,
      [world.providerId],
    );
    const { incidents } = await world.read<{ incidents: { nodes: { id: string }[] } }>('{ incidents { nodes { id } } }');
    const id = incidents.nodes[0]?.id ?? '';
    expect(await write(id, ' The certificate ran out. ')).toEqual({
      act: { __typename: 'IncidentNoteWriteSuccess', incident: { note: 'The certificate ran out.' } },
    });
    await write(id, 'It is renewed by itself now.');
    const entries = await world.rows(
      `SELECT actor_type, before ->> 'note' AS before, after ->> 'note' AS after FROM audit_trail WHERE action = 'incident.note' ORDER BY id`,
    );
    expect(entries[1]).toEqual({
      actor_type: 'api_key',
      before: 'The certificate ran out.',
      after: 'It is renewed by itself now.',
    });
    expect(await write(id, '   ')).toMatchObject({
      act: { __typename: 'InvalidInputError', code: 'INVALID_INPUT', message: 'The note is empty.', path: ['input', 'note'] },
    });
  });

  test.each(['nonsense', Buffer.from('Incident:00000000-0000-7000-8000-000000000000').toString('base64')])(
    'there is no incident %s',
    async (id) => {
      expect(await write(id, 'Anything.')).toMatchObject({
        act: { __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['input', 'incidentId'] },
      });
    },
  );
});
