import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SmtpServer, startSmtpServer } from '../../support/smtp-server.js';
import { createPeopleWorld, OURS, type PeopleWorld, type Person, THEIRS } from './people.js';

const INVITE = `mutation ($input: UserInviteInput!) { userInvite(input: $input) {
  __typename
  ... on UserInviteSuccess {
    user { id email name active signedUp roles { provider { uen } roles } }
    passwordLink { outcome link expiresAt message remedy }
    link
  }
  ... on ActError { code message remedy path }
} }`;
const input = (given: Record<string, unknown>) => ({
  input: { email: 'new.person@example.org', name: 'New Person', provider: OURS, roles: ['TRAINER'], ...given },
});

let world: PeopleWorld;
let admin: Person;
beforeAll(async () => {
  world = await createPeopleWorld();
  admin = await world.person({ email: 'admin@example.org', at: { [world.ours]: ['admin'] } });
});
afterAll(() => world.api.close());

const count = () => world.rows('SELECT (SELECT count(*) FROM app_user) AS users, (SELECT count(*) FROM audit_trail) AS audits');
const invite = (given: Record<string, unknown>, by = admin.principal) => world.act(by, INVITE, input(given));

test('S1.25 X4 an invitation makes the user with roles, and where no mail goes out hands over a link for seven days', async () => {
  const answer = await invite({ email: ' New.Person@Example.org ', roles: ['TRAINER', 'OPERATIONS'] });
  expect(answer).toMatchObject({
    __typename: 'UserInviteSuccess',
    user: {
      email: 'new.person@example.org',
      name: 'New Person',
      active: true,
      signedUp: false,
      roles: [{ provider: { uen: OURS }, roles: ['OPERATIONS', 'TRAINER'] }],
    },
    passwordLink: { outcome: 'HANDED_OVER', message: null, remedy: null },
    link: expect.stringMatching(/\/accept-invitation\?token=\S{20,}$/),
  });
  const { expiresAt } = answer['passwordLink'] as { expiresAt: string };
  expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(6.9 * 24 * 3600 * 1000);
  expect(await world.audits('user.invite')).toEqual([
    {
      provider_id: world.ours,
      actor_type: 'user',
      actor_id: admin.id,
      actor_name: 'admin@example.org',
      actor_role: 'admin',
      entity_type: 'user',
      entity_id: (await world.rows(`SELECT id FROM app_user WHERE email = 'new.person@example.org'`))[0]?.['id'],
      reason: null,
      before: null,
      after: { email: 'new.person@example.org', name: 'New Person', roles: ['operations', 'trainer'] },
    },
  ]);
});

test('X4 the link is kept nowhere: not in the audit, not with the idempotency key, not in the log', async () => {
  const { link } = await invite({ email: 'kept@example.org', idempotencyKey: 'kept' });
  const token = new URL(String(link)).searchParams.get('token') ?? '';
  expect(token).not.toBe('');
  const [kept] = await world.rows(
    `SELECT (SELECT jsonb_agg(t) FROM audit_trail t)::text || (SELECT jsonb_agg(t) FROM idempotency_key t)::text
       || (SELECT jsonb_agg(t) FROM auth_verification t)::text AS text`,
  );
  expect(kept?.['text']).toContain('kept@example.org');
  expect(kept?.['text']).not.toContain(token);
  expect(JSON.stringify(world.api.logged)).not.toContain(token);
});

test('a second invitation of who has not signed up adds the roles and makes a new link; the name stays', async () => {
  const first = await invite({ email: 'twice@example.org', roles: ['TRAINER'] });
  const second = await invite({ email: 'twice@example.org', name: 'Other Name', roles: ['FINANCE'] });
  expect(second).toMatchObject({ user: { name: 'New Person', roles: [{ roles: ['FINANCE', 'TRAINER'] }] } });
  expect(second['link']).not.toBe(first['link']);
  expect(
    await world.rows(
      `SELECT FROM auth_verification WHERE value = (SELECT id::text FROM app_user WHERE email = 'twice@example.org')`,
    ),
  ).toHaveLength(1);
});

test('who has signed up gets the roles alone, even at another provider', async () => {
  const known = await world.person({ email: 'known@example.org', at: { [world.theirs]: ['auditor'] } });
  expect(await invite({ email: 'known@example.org', roles: ['FINANCE'] })).toMatchObject({
    // What they are elsewhere is not this admin’s to see.
    user: { id: known.globalId, roles: [{ provider: { uen: OURS }, roles: ['FINANCE'] }] },
    passwordLink: { outcome: 'NOT_NEEDED', link: null },
    link: null,
  });
  expect(await world.rows('SELECT role FROM user_role WHERE user_id = $1 ORDER BY role', [known.id])).toEqual([
    { role: 'auditor' },
    { role: 'finance' },
  ]);
});

test('X4 nobody is handed a link that opens an account of another provider too', async () => {
  const shared = await world.person({ email: 'shared@example.org', at: { [world.theirs]: ['admin'] }, signedUp: false });
  expect(await invite({ email: 'shared@example.org' })).toMatchObject({
    __typename: 'UserInviteSuccess',
    passwordLink: {
      outcome: 'NOT_DELIVERED',
      link: null,
      message: expect.stringMatching(/sends no mail/),
      remedy: expect.stringMatching(/SMTP_URL/),
    },
    link: null,
  });
  expect(await world.rows('SELECT FROM auth_verification WHERE value = $1', [shared.id])).toEqual([]);
});

test('X4 a link that was handed out when it opened one provider does not open the next one', async () => {
  const theirs = await world.person({ email: 'their.boss@example.org', at: { [world.theirs]: ['admin'] } });
  const email = 'works.for.both@example.org';
  const { link } = await invite({ email });
  const answers = async () => (await fetch(String(link).replace(/^https?:\/\/[^/]+/, world.api.server.url))).status;
  expect(await answers()).toBe(200);
  const there = await invite({ email, provider: THEIRS, roles: ['ADMIN'] }, theirs.principal);
  expect(there).toMatchObject({ passwordLink: { outcome: 'NOT_DELIVERED' }, link: null });
  expect(await answers()).toBe(410);
});

test('asked again under the same key: the same user, no second audit, and the link is not told again', async () => {
  const wish = { email: 'again@example.org', idempotencyKey: 'invite-again' };
  const first = await invite(wish);
  const before = await world.audits('user.invite');
  const second = await invite(wish);
  expect(second).toMatchObject({ user: first['user'], passwordLink: { outcome: 'ANSWERED_BEFORE', link: null }, link: null });
  expect(await world.audits('user.invite')).toEqual(before);
  expect(await invite({ ...wish, name: 'Other' })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'idempotencyKey'] });
});

test('two invitations of one address at once make one user with the roles of both', async () => {
  const answers = await Promise.all(
    ['TRAINER', 'FINANCE', 'AUDITOR'].map((role) => invite({ email: 'race@example.org', roles: [role] })),
  );
  expect(new Set(answers.map(({ user }) => (user as { id: string }).id)).size).toBe(1);
  expect(
    await world.rows(`SELECT role FROM user_role JOIN app_user ON id = user_id WHERE email = 'race@example.org' ORDER BY role`),
  ).toEqual([{ role: 'auditor' }, { role: 'finance' }, { role: 'trainer' }]);
});

test.each([
  ['another provider', { provider: THEIRS }, 'NOT_FOUND', ['input', 'provider']],
  ['a provider that is none', { provider: 'T26ZZ9999Z' }, 'NOT_FOUND', ['input', 'provider']],
  ['no address', { email: 'nobody' }, 'INVALID_INPUT', ['input', 'email']],
  ['no name', { name: '  ' }, 'INVALID_INPUT', ['input', 'name']],
  ['a name of several lines', { name: 'Ann\nBcc: all@example.org' }, 'INVALID_INPUT', ['input', 'name']],
  ['no role', { roles: [] }, 'INVALID_INPUT', ['input', 'roles']],
  ['the role of machines', { roles: ['INTEGRATOR'] }, 'INVALID_INPUT', ['input', 'roles']],
])('%s is refused with a remedy, and nothing is written', async (_name, given, code, path) => {
  const before = await count();
  expect(await invite({ email: 'refused@example.org', ...given })).toMatchObject({
    code,
    path,
    remedy: expect.stringMatching(/\.$/),
  });
  expect(await count()).toEqual(before);
});

test('a foreign provider and an unknown one are answered alike', async () => {
  const [foreign, unknown] = [await invite({ provider: THEIRS }), await invite({ provider: 'T26ZZ9999Z' })];
  expect(foreign).toEqual(unknown);
});

test('who was deactivated is not invited', async () => {
  await world.person({ email: 'gone@example.org', at: { [world.ours]: ['trainer'] }, active: false });
  expect(await invite({ email: 'gone@example.org' })).toMatchObject({ code: 'REFUSED', path: ['input', 'email'] });
});

test('S1.25 operations and trainers invite nobody', async () => {
  for (const role of ['operations', 'trainer', 'auditor'] as const) {
    const person = await world.person({ email: `${role}@example.org`, at: { [world.ours]: [role] } });
    const { status, errors } = await world.ask(person.principal, INVITE, input({}));
    expect({ status, code: errors?.[0]?.extensions?.['code'] }).toEqual({ status: 403, code: 'FORBIDDEN' });
  }
});

test('S1.25 who manages users at one provider and is a trainer at another invites at the first alone', async () => {
  const both = await world.person({
    email: 'both@example.org',
    at: { [world.ours]: ['operations'], [world.theirs]: ['admin'] },
  });
  expect(await invite({}, both.principal)).toMatchObject({
    code: 'FORBIDDEN',
    remedy: expect.stringMatching(/admin of the provider/),
  });
  expect(await invite({ email: 'at.theirs@example.org', provider: THEIRS }, both.principal)).toMatchObject({
    __typename: 'UserInviteSuccess',
  });
});

test('where mail goes out, the link goes to the person and to nobody else; a refused mail is told', async () => {
  const smtp: SmtpServer = await startSmtpServer();
  const mailing = await createPeopleWorld({ SMTP_URL: smtp.url, ALERT_FROM: 'Rollcall <rollcall@example.org>' });
  try {
    const inviter = await mailing.person({ email: 'inviter@example.org', at: { [mailing.ours]: ['admin'] } });
    const answer = await mailing.act(inviter.principal, INVITE, input({}));
    expect(answer).toMatchObject({ passwordLink: { outcome: 'MAILED', link: null, expiresAt: expect.any(String) }, link: null });
    expect(smtp.received).toMatchObject([{ to: 'new.person@example.org', headers: { subject: 'Rollcall: you are invited' } }]);
    expect(smtp.received[0]?.text).toMatch(
      /Hello New Person,[^]*invited you[^]*\/accept-invitation\?token=\S{20,}\s[^]*within 7 days/,
    );
    expect(await mailing.rows('SELECT FROM alert_delivery')).toEqual([]);

    smtp.refuseWith('550 no such mailbox');
    const refused = await mailing.act(inviter.principal, INVITE, input({ email: 'nowhere@example.org' }));
    expect(refused).toMatchObject({
      __typename: 'UserInviteSuccess',
      passwordLink: { outcome: 'NOT_DELIVERED', link: null, remedy: expect.stringMatching(/SMTP_URL.*another link/) },
    });
    expect(mailing.api.logged).toContainEqual(expect.objectContaining({ event: 'password_link_not_mailed' }));
    expect(JSON.stringify(mailing.api.logged)).not.toContain('token=');

    // The mail reaches the person and not who asked: so it may be sent for an account that reaches further.
    smtp.refuseWith(null);
    await mailing.person({ email: 'further@example.org', at: { [mailing.theirs]: ['admin'] }, signedUp: false });
    expect(await mailing.act(inviter.principal, INVITE, input({ email: 'further@example.org' }))).toMatchObject({
      passwordLink: { outcome: 'MAILED', link: null },
    });
  } finally {
    await mailing.api.close();
    await smtp.stop();
  }
});
