import { expect } from '@playwright/test';
import { signIn } from '../support/console.js';
import { test } from '../support/console-walk.js';
import { signInAs } from '../support/sign-in-as.js';

const places = (page: import('@playwright/test').Page) => page.getByRole('navigation', { name: 'Places' }).first();

test('S1.25 an auditor reads everything, and is offered nothing to change', async ({ browser, console: system }) => {
  const { page, context } = await signInAs(system, browser, 'auditor');
  await page.waitForURL(`**${system.at}`);
  await expect(places(page).getByRole('link', { name: 'Audit' })).toBeVisible();
  await page.goto(`${system.at}/classes`);
  await page.locator('tbody a').filter({ hasText: /^\d+$/ }).first().click();
  await expect(page.locator('#timeline')).toBeVisible();
  for (const act of ['Set class status', 'Sync this run', 'Assign trainer', 'Remove', 'Transfer'])
    await expect(page.getByRole('link', { name: act, exact: true })).toHaveCount(0);
  await context.close();
});

test('S1.25 a trainer sees own runs, masked learners, and no settings; what is asked for all the same is a 403', async ({
  browser,
  console: system,
}) => {
  const { page, context } = await signInAs(system, browser, 'trainer');
  await page.waitForURL(`**${system.at}`);
  await expect(places(page).getByRole('link', { name: 'Settings' })).toHaveCount(0);
  await expect(places(page).getByRole('link', { name: 'Audit' })).toHaveCount(0);
  const answer = await page.goto(`${system.at}/audit`);
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole('alert')).toContainText('You may not see this');
  await context.close();
});

test('a session that has ended comes back to where one was', async ({ browser, console: system }) => {
  const { page, person, context } = await signInAs(system, browser, 'operations');
  await page.goto(`${system.at}/classes?classStatus=PENDING`);
  const other = await context.newPage();
  await other.goto(system.at);
  await other.locator('summary[aria-label^="Account"]').click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.waitForURL('**/sign-in**');
  await page.getByRole('link', { name: 'Courses', exact: true }).first().click();
  await page.waitForURL(`**/sign-in?next=${encodeURIComponent(`${system.at}/courses`)}`);
  await signIn(page, person);
  await expect(page).toHaveURL(`${system.url}${system.at}/courses`);
  await context.close();
});

test('a form from another site changes nothing', async ({ request, console: system }) => {
  const answer = await request.post(`${system.url}${system.at}/course-runs/1/class-status`, {
    headers: { origin: 'https://evil.example.org' },
    form: { classStatus: 'CANCELLED', reason: 'Not by us' },
  });
  expect(answer.status()).toBe(403);
});
