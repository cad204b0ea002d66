import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { DEMO_UEN, type Person, signIn } from './console.js';
import type { ConsoleSystem } from './console-walk.js';

/** Invites somebody from the command line, and lets them choose their password. Gives a page on which they are signed in. */
export async function signInAs(
  { installation, url }: ConsoleSystem,
  browser: Browser,
  role: string,
): Promise<{ page: Page; person: Person; context: BrowserContext }> {
  const person: Person = {
    name: `Invented ${role}`,
    email: `${role}.${randomUUID()}@example.org`,
    password: `invented ${randomUUID()}`,
  };
  const invited = await installation.rollcall(
    ['user', 'invite', person.email, '--name', person.name, '--roles', role, '--provider', DEMO_UEN],
    { ROLLCALL_ADMIN: '1', ADMIN_URL: url },
  );
  const link = /http:\S+accept-invitation\S+/.exec(invited.stdout)?.[0];
  if (!link) throw new Error(`No invitation was printed:\n${invited.stdout}${invited.stderr}`);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] }, baseURL: url });
  const page = await context.newPage();
  await page.goto(link);
  for (const field of await page.locator('input[type=password]').all()) await field.fill(person.password);
  await page.getByRole('main').getByRole('button').first().click();
  await page.waitForURL('**/sign-in**');
  await signIn(page, person);
  return { page, person, context };
}
