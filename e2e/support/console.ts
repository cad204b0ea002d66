import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { System } from './installation.js';

export const DEMO_UEN = 'T26ZZ0001K';

/** Somebody who can sign in. */
export interface Person {
  name: string;
  email: string;
  password: string;
}

/** Where the console of a start listens, and the link that makes the first admin. */
export async function consoleOf(system: System): Promise<{ url: string; firstAdminLink: string }> {
  const [firstAdminLink] = await system.says(/http:\/\/\S+\/first-admin\?token=\S+/);
  // The address for people, which the session's cookie belongs to; the program itself may listen under another name.
  return { url: new URL(firstAdminLink).origin, firstAdminLink };
}

/** Becomes the first admin by the link of the terminal, and signs in: the page is then Today. */
export async function becomeFirstAdmin(page: Page, link: string): Promise<Person> {
  const person = { name: 'Ann Lee', email: 'ann.lee@example.org', password: `invented ${randomUUID()}` };
  await page.goto(link);
  await page.getByLabel('Name').fill(person.name);
  await page.getByLabel('E-mail address').fill(person.email);
  for (const field of await page.locator('input[type=password]').all()) await field.fill(person.password);
  await page.getByRole('button', { name: 'Become the first admin' }).click();
  await signIn(page, person);
  return person;
}

/** Fills in the sign-in page that is open, and waits until it let one in. */
export async function signIn(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** So Remix says on the console that nobody waits for an answer any more, as where a page is left while it is read again. */
const GIVEN_UP = 'AbortError: signal is aborted without reason';

/** What a page did that it must not: errors on its console, failed requests, anything from another host. */
export function watchFaults(page: Page, origin: string): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith(GIVEN_UP))
      faults.push(`console: ${message.text()} (${page.url()})`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message} (${page.url()})`));
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith('http') && asked !== origin) faults.push(`another host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    // Streams and questions of a page that was left are given up, as they should be.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED')
      faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  return faults;
}
