import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../support/run-command-line.js';
import { createTestDependencies, type TestDependencies } from '../support/test-dependencies.js';

const UEN = 'T26ZZ0002A';
let deps: TestDependencies;
beforeAll(async () => {
  deps = await createTestDependencies();
  await rollcall(`provider add --uen ${UEN} --name Academy`);
});
afterAll(() => deps.close());

const rollcall = (words: string) => runCommandLine(words, deps.environment);
const audits = async (action: string) =>
  (
    await deps.database.pool.query(
      'SELECT actor_type, actor_id, actor_name, actor_role, reason FROM audit_trail WHERE action = $1',
      [action],
    )
  ).rows;
const BY_CLI = { actor_type: 'system', actor_id: null, actor_name: 'cli', actor_role: 'admin' };

test('where nobody is, the list says how to invite somebody', async () => {
  expect(await rollcall('user list')).toEqual({ exitCode: 0, stdout: '', stderr: expect.stringMatching(/rollcall user invite/) });
});

test('X4 user invite prints the link once, on a line of its own', async () => {
  const { exitCode, stdout, stderr } = await rollcall('user invite Ann@example.org --name Ann --roles admin,trainer');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(
    /^Ann@example.org is admin, trainer at T26ZZ0002A\.\nGive this link to .*\nhttp:\/\/\S+\/accept-invitation\?token=\S+\nIt works once, until \w{3} \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
  );
  expect(await audits('user.invite')).toEqual([{ ...BY_CLI, reason: null }]);
  const again = await rollcall(
    `user invite ben@example.org --name Ben --roles operations --provider ${UEN.toLowerCase()} --json`,
  );
  expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'handed_over', link: expect.stringMatching(/token=/) });
});

test('user list shows who is what, where; inactive ones with --all', async () => {
  expect((await rollcall('user list')).stdout).toBe(
    [
      'name  e-mail           state    roles',
      'Ann   ann@example.org  invited  T26ZZ0002A: admin, trainer',
      'Ben   ben@example.org  invited  T26ZZ0002A: operations',
      '',
    ].join('\n'),
  );
  await deps.database.pool.query(
    `INSERT INTO auth_account (id, user_id, provider_id, account_id) SELECT $1, id, 'credential', id FROM app_user WHERE email = 'ann@example.org'`,
    [deps.newId()],
  );
  expect((await rollcall('user list --provider t26zz0002a')).stdout).toMatch(/Ann +ann@example.org +active/);
  expect((await rollcall('user list --provider T26ZZ9999Z')).stdout).toBe('');
  expect(JSON.parse((await rollcall('user list --json')).stdout)).toMatchObject([
    { email: 'ann@example.org', signedUp: true, roles: [{ provider: UEN, roles: ['admin', 'trainer'] }] },
    { email: 'ben@example.org', signedUp: false },
  ]);
});

test('who has signed up gets roles without a link, and a reset link on demand', async () => {
  expect((await rollcall('user invite ann@example.org --name Ann --roles finance')).stdout).toMatch(/signed up already/);
  expect((await rollcall('user link ann@example.org')).stdout).toMatch(/\n\S+\/reset-password\?token=\S+\n/);
  expect(JSON.parse((await rollcall('user link ben@example.org --json')).stdout)).toMatchObject({
    link: expect.stringMatching(/\/accept-invitation\?token=/),
  });
});

test('user roles sets them, and nobody loses the last admin', async () => {
  expect((await rollcall('user roles ben@example.org --set auditor,trainer')).stderr).toBe(
    'ben@example.org is trainer, auditor at T26ZZ0002A from now on.\n',
  );
  expect(await rollcall('user roles ann@example.org --set trainer')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'Failed: They are the last active admin of the provider.\nGive somebody else the role admin there first.\n',
  });
  expect(JSON.parse((await rollcall('user roles ben@example.org --set admin --json')).stdout)).toMatchObject({
    roles: ['admin'],
  });
});

test('api-key create prints the key alone on stdout; list and revoke show what it is, and no secret', async () => {
  expect((await rollcall('api-key list')).stderr).toMatch(/There is no API key/);
  const made = await rollcall('api-key create kiosk --scopes enrolment.read,course_run.read --owner ben@example.org --days 30');
  expect(made).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^rc_\S{20,}\n$/),
    stderr: expect.stringMatching(/shown this once/),
  });
  const listed = await rollcall('api-key list');
  expect(listed.stdout).toMatch(
    /rc_\S+… +kiosk +T26ZZ0002A +active +\w{3} \d{4}-\d\d-\d\d \d\d:\d\d +never +ben@example.org\n {2}[0-9a-f-]{36} {2}course_run.read enrolment.read\n/,
  );
  expect(listed.stdout).not.toContain(made.stdout.trim());
  const [key] = JSON.parse((await rollcall('api-key list --json')).stdout);
  expect(key).toMatchObject({ name: 'kiosk', provider: UEN, status: 'active', owner: 'ben@example.org', lastUsedAt: null });
  expect(await rollcall(`api-key revoke ${key.id} --reason lost`)).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'The key is refused from now on.\n',
  });
  expect((await rollcall(`api-key list --provider ${UEN}`)).stdout).toMatch(/kiosk +T26ZZ0002A +revoked/);
  expect(await rollcall(`api-key revoke ${key.id} --reason lost`)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/revoked already/),
  });
  expect(await audits('api_key.create')).toEqual([{ ...BY_CLI, reason: null }]);
  expect(await audits('api_key.revoke')).toEqual([{ ...BY_CLI, reason: 'lost' }]);
});

test('user deactivate revokes their keys, and reactivate does not bring them back', async () => {
  const made = await rollcall('api-key create other --scopes course_run.read --owner ben@example.org --json');
  const { apiKeyId } = JSON.parse(made.stdout);
  expect(await rollcall('user deactivate ben@example.org --reason left')).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(/no access any more/),
  });
  expect((await rollcall('user list')).stdout).not.toContain('ben@example.org');
  expect((await rollcall('user list --all')).stdout).toMatch(/ben@example.org +inactive/);
  const keys = JSON.parse((await rollcall('api-key list --json')).stdout);
  expect(keys.find(({ id }: { id: string }) => id === apiKeyId)).toMatchObject({ status: 'revoked' });
  expect(JSON.parse((await rollcall('user reactivate ben@example.org --reason back --json')).stdout)).toMatchObject({
    active: true,
  });
  expect(await audits('user.deactivate')).toEqual([{ ...BY_CLI, reason: 'left' }]);
});

test.each([
  ['a role that is none', 'user invite x@example.org --name X --roles boss', 2, /"boss" is none of: admin/],
  ['the role of machines', 'user invite x@example.org --name X --roles integrator', 2, /none of/],
  ['no role', 'user invite x@example.org --name X --roles ,', 1, /Name at least one role/],
  ['no address', 'user invite x --name X --roles admin', 1, /That is no e-mail address/],
  ['a provider that is none', 'user invite x@example.org --name X --roles admin --provider T26ZZ9999Z', 1, /T26ZZ9999Z/],
  ['an address nobody has', 'user link nobody@example.org', 1, /There is no user nobody@example.org\.\nrollcall user list/],
  ['a reason that is missing', 'user deactivate ann@example.org', 2, /--reason/],
  ['a scope that is none', 'api-key create x --scopes user.manage --owner ann@example.org', 2, /"user.manage" is none of/],
  ['a key of nobody', 'api-key create x --scopes course_run.read --owner nobody@example.org', 1, /A key belongs to a person/],
  ['a key for ever', 'api-key create x --scopes course_run.read --owner ann@example.org --days 400', 1, /more than a year/],
  ['what is no id', 'api-key revoke 7 --reason lost', 2, /It must be an id/],
  ['a key that is none', 'api-key revoke 0199aaaa-0000-7000-8000-000000000000 --reason lost', 1, /There is no such API key/],
])('%s is refused with what to do', async (_name, words, exitCode, message) => {
  expect(await rollcall(words)).toEqual({ exitCode, stdout: '', stderr: expect.stringMatching(message) });
});
