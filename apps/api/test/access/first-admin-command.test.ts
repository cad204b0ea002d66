import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFirstAdminToken } from '../../src/access/first-admin.js';
import { runCommandLine } from '../support/run-command-line.js';
import { makeUser } from '../support/sign-in.js';
import { createTestDependencies, type TestDependencies } from '../support/test-dependencies.js';

let deps: TestDependencies;
beforeAll(async () => {
  deps = await createTestDependencies({ PUBLIC_URL: 'https://rollcall.example.org' });
});
afterAll(() => deps.close());

test('X4 the command prints the first admin’s link while nobody can sign in, and then says who invites', async () => {
  const printed = await runCommandLine('first-admin', deps.environment);
  expect(printed).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^https:\/\/rollcall\.example\.org\/first-admin\?token=[\w-]{43}\n$/),
  });
  expect(await isFirstAdminToken(deps, new URL(printed.stdout.trim()).searchParams.get('token') ?? '')).toBe(true);
  const { stdout } = await runCommandLine('first-admin --json', deps.environment);
  expect(JSON.parse(stdout).link).toContain('/first-admin?token=');
  await makeUser({ deps }, { providerId: 'every', roles: [] });
  const refused = await runCommandLine('first-admin', deps.environment);
  expect(refused.stdout).toBe('');
  expect(refused.stderr).toContain('Somebody can sign in already');
});
