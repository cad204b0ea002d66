import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { CHROMIUM_WORDS } from '../support/chromium.js';
import type { Installation } from '../support/installation.js';
import { fromRoot } from '../support/repository.js';
import type { Settings } from '../support/settings.js';
import { test } from '../support/walk.js';

const UEN = 'T26ZZ0001K';
const ADMIN = 'farah.iskandar@example.org';
const SCOPES = 'training_provider.read,course.read,course_run.read,course_run.set_class,chain.read';

/** The page of docs/api.md, as another site serves it. */
async function serveDashboard(): Promise<{ server: Server; origin: string }> {
  const page = readFileSync(fromRoot('docs/examples/live-dashboard.html'));
  const server = createServer((_request, response) => void response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The browser that `prepare.ts` found; null where there is none. */
async function openBrowser(): Promise<Browser | null> {
  const executablePath = process.env['ROLLCALL_CHROMIUM'];
  return executablePath ? chromium.launch({ executablePath, args: CHROMIUM_WORDS }) : null;
}

async function made(installation: Installation, words: readonly string[], settings: Settings): Promise<string> {
  const result = await installation.rollcall(words, settings);
  expect(result).toMatchObject({ code: 0 });
  return result.stdout.trim();
}

/** Becomes the first admin by the link of the terminal, and signs in. */
async function signInAsFirstAdmin(page: Page, link: string): Promise<void> {
  const password = `invented ${randomUUID()}`;
  await page.goto(link);
  await page.getByLabel('Name').fill('Ann Lee');
  await page.getByLabel('E-mail address').fill('ann.lee@example.org');
  for (const field of await page.locator('input[type=password]').all()) await field.fill(password);
  await page.getByRole('button', { name: 'Become the first admin' }).click();
  await page.getByLabel('E-mail address').fill('ann.lee@example.org');
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/account');
}

test('S4.18 docs/examples/live-dashboard.html, on a page of another origin, shows a night and a change as they happen, with a key and with a session', async ({
  installation,
  request,
}) => {
  const browser = await openBrowser();
  test.skip(browser === null, 'no Chromium on this machine');
  const { server, origin } = await serveDashboard();
  try {
    const settings: Settings = { CORS_ORIGINS: origin };
    const system = installation.start(settings);
    await system.ready();
    const api = await system.url();
    const key = await made(installation, ['api-key', 'create', 'Dashboard', '--scopes', SCOPES, '--owner', ADMIN], settings);

    const page = await (browser as Browser).newPage();
    await page.goto(origin);
    await page.getByLabel('API', { exact: true }).fill(api);
    await page.getByLabel('API key').fill('rc_a-key-that-nobody-made');
    await page.getByRole('button').click();
    await expect(page.getByRole('status')).toHaveText('refused');

    await page.getByLabel('API key').fill(key);
    await page.getByRole('button').click();
    await expect(page.getByRole('status')).toHaveText('live');
    await made(installation, ['chain', 'run', 'tgs_daily', '--wait'], settings);
    await expect(page.locator('#chains tr')).toHaveText(/^1tgs_daily.*COMPLETED$/);

    const ask = async (query: string, variables: object = {}) => {
      const answer = await request.post(`${api}/graphql`, { headers: { 'x-api-key': key }, data: { query, variables } });
      return ((await answer.json()) as { data: Record<string, unknown> }).data;
    };
    const { courseRuns } = (await ask(
      `{ courseRuns(first: 1, filter: { provider: "${UEN}", classStatus: PENDING }) { nodes { id ssgRunId } } }`,
    )) as { courseRuns: { nodes: { id: string; ssgRunId: string }[] } };
    const [run] = courseRuns.nodes;
    await ask(`mutation ($input: CourseRunSetClassStatusInput!) { courseRunSetClassStatus(input: $input) { __typename } }`, {
      input: { courseRunId: run?.id, classStatus: 'CONFIRMED', reason: 'Enough learners' },
    });
    await expect(page.locator(`#runs-${run?.ssgRunId}`)).toContainText('CONFIRMED');

    const [, link = ''] = await system.says(/first admin by this link.*\n\s+(\S+)/);
    await signInAsFirstAdmin(page, link);
    await page.goto(origin);
    await page.getByLabel('API', { exact: true }).fill(api);
    await page.getByRole('button').click();
    await expect(page.getByRole('status')).toHaveText('live');
    await expect(page.locator('#chains tr')).toHaveText(/^1tgs_daily.*COMPLETED$/);
    system.pressCtrlC();
    expect(await system.ended).toBe(0);
    await expect(page.getByRole('status')).toHaveText('lost, trying again');
  } finally {
    await browser?.close();
    server.close();
  }
});
