import { expect } from '@playwright/test';
import { watchFaults } from '../support/console.js';
import { test } from '../support/console-walk.js';
import { dialogOf, learnersOf, openRun, syncRun, toastOf } from '../support/course-run-page.js';
import { lineTo } from '../support/line.js';

test('S0.17-S0.19 the story of a learner: synced, removed with a reason, kept out by the next sync, re-assigned, kept in', async ({
  page,
  console: { url, at },
}) => {
  const faults = watchFaults(page, url);
  await page.goto('/');
  await expect(page).toHaveURL(`${url}${at}`);
  await expect(page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible();
  await openRun(page, at, 4);
  const learner = learnersOf(page).filter({ hasText: 'Confirmed' }).first();
  const name = (await learner.getByRole('link').first().textContent()) ?? '';
  const row = learnersOf(page).filter({ hasText: name });

  await learner.getByRole('link', { name: 'Remove', exact: true }).click();
  await expect(dialogOf(page)).toContainText('No sync will bring them back');
  await dialogOf(page).getByLabel('Reason').fill('Asked to leave by telephone');
  await dialogOf(page).getByRole('button', { name: 'Remove' }).click();
  await expect(row).toContainText('Admin Removed');
  await expect(toastOf(page)).toContainText(name);

  await syncRun(page);
  await expect(row).toContainText('Admin Removed');

  await row.getByRole('link', { name: 'Re-assign' }).click();
  await dialogOf(page).getByRole('button', { name: 'Re-assign' }).click();
  await expect(row).toContainText('Confirmed');
  await expect(row).not.toContainText('Admin Removed');

  await syncRun(page);
  await expect(row).toHaveCount(1);
  await expect(row.getByText('Confirmed').first()).toBeVisible();
  await expect(page.locator('#timeline')).toContainText('Asked to leave by telephone');
  expect(faults).toEqual([]);
});

test('S0.29 a trainer is assigned and taken back by the way that the message offers; every value says why it is so', async ({
  page,
  console: { url, at },
}) => {
  const faults = watchFaults(page, url);
  await openRun(page, at, 5);
  await page.getByRole('link', { name: 'Assign trainer' }).click();
  await dialogOf(page).getByLabel('Or by e-mail address').fill('aaron.pereira@example.org');
  await dialogOf(page).getByRole('button', { name: 'Assign', exact: true }).click();
  const trainers = page.locator('#trainers');
  await expect(trainers.locator('tbody tr').filter({ hasText: 'Aaron Pereira' })).toHaveCount(1);

  await trainers.getByRole('link', { name: /^Why/ }).last().click();
  await expect(dialogOf(page).getByRole('heading', { name: /^Why/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeHidden();

  await toastOf(page).getByRole('button', { name: 'Undo' }).click();
  await expect(trainers.locator('tbody tr').filter({ hasText: 'Aaron Pereira' })).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('S0.23 a class gets another status and another type, and the message takes the status back', async ({
  page,
  console: { at },
}) => {
  await openRun(page, at, 3);
  await page.getByRole('link', { name: 'Set class type' }).click();
  await dialogOf(page)
    .getByRole('radio', { name: /^Virtual/ })
    .check();
  await dialogOf(page).getByRole('button', { name: 'Set class type' }).click();
  await expect(toastOf(page)).toContainText('is Virtual now');

  await page.getByRole('link', { name: 'Set class status' }).click();
  await dialogOf(page)
    .getByRole('radio', { name: /^Cancelled/ })
    .check();
  await dialogOf(page).getByLabel('Reason').fill('Nobody came');
  await dialogOf(page).getByRole('button', { name: 'Set class status' }).click();
  await expect(toastOf(page)).toContainText('is Cancelled now');
  await toastOf(page).getByRole('button', { name: 'Undo' }).click();
  await expect(toastOf(page)).toContainText(/is (Confirmed|Pending) now/);
});

test('a form that comes too late says what changed meanwhile and by whom, and the next try counts', async ({
  page,
  context,
  console: { at },
}) => {
  const ssgRunId = await openRun(page, at, 6);
  const late = await context.newPage();
  await late.goto(`${at}/course-runs/${ssgRunId}/class-status`);
  await dialogOf(late).getByLabel('Cancelled').check();
  await dialogOf(late).getByLabel('Reason').fill('Too few learners');

  await page.goto(`${at}/course-runs/${ssgRunId}/class-status`);
  await dialogOf(page).getByLabel('Confirmed').check();
  await dialogOf(page).getByLabel('Reason').fill('The room is booked');
  await dialogOf(page).getByRole('button', { name: 'Set class status' }).click();
  await expect(dialogOf(page)).toBeHidden();

  await dialogOf(late).getByRole('button', { name: 'Set class status' }).click();
  await expect(dialogOf(late).getByRole('alert')).toContainText('ann.lee@example.org');
  await expect(dialogOf(late).getByRole('alert')).toContainText('The room is booked');
  await dialogOf(late).getByRole('button', { name: 'Set class status' }).click();
  await expect(dialogOf(late)).toBeHidden();
  await expect(late.getByRole('heading', { level: 1 }).locator('..')).toContainText('Cancelled');
});

test('a form sent twice acts once', async ({ page, console: { url, at } }) => {
  const ssgRunId = await openRun(page, at, 7);
  await page.goto(`${at}/course-runs/${ssgRunId}/class-status`);
  const hidden = await dialogOf(page).locator('form input[type=hidden]').all();
  const fields = Object.fromEntries(
    await Promise.all(hidden.map(async (field) => [(await field.getAttribute('name')) ?? '', await field.inputValue()] as const)),
  );
  const form = { ...fields, classStatus: 'CONFIRMED', reason: 'Sent twice by an impatient hand' };
  const send = () => page.request.post(`${url}${at}/course-runs/${ssgRunId}/class-status`, { form, maxRedirects: 0 });
  const answers = await Promise.all([send(), send()]);
  expect(answers.map((answer) => answer.status())).toEqual([302, 302]);
  await page.goto(`${at}/course-runs/${ssgRunId}`);
  await expect(page.locator('#timeline').getByText('Sent twice by an impatient hand')).toHaveCount(1);
});

test('without a script: lists are read, filtered and paged, a learner is removed, and a refusal keeps what was typed', async ({
  browser,
  console: { state, url, at },
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: state, baseURL: url });
  const page = await context.newPage();
  await page.goto(`${at}/classes`);
  await page.getByRole('search').getByLabel('Class status').selectOption({ label: 'Pending' });
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/PENDING/);
  await page.goto(`${at}/classes?size=25`);
  await page.getByRole('link', { name: /Next/ }).last().click();
  await expect(page).toHaveURL(/after=/);

  await openRun(page, at, 8);
  const learner = learnersOf(page).filter({ hasText: 'Confirmed' }).first();
  const name = (await learner.getByRole('link').first().textContent()) ?? '';
  await learner.getByRole('link', { name: 'Remove', exact: true }).click();
  const reason = dialogOf(page).getByLabel('Reason');
  await expect(reason).toBeVisible();
  await reason.fill('x'.repeat(3));
  await dialogOf(page).getByRole('button', { name: 'Remove' }).click();
  await expect(learnersOf(page).filter({ hasText: name })).toContainText('Admin Removed');
  await expect(toastOf(page)).toContainText(name);
  await toastOf(page).getByRole('button', { name: 'Undo' }).click();
  await expect(learnersOf(page).filter({ hasText: name })).not.toContainText('Admin Removed');

  for (const [opens, asks, answers] of [
    ['Sync this run', 'Preview what would change', 'Nothing was written.'],
    ['Resolve now', 'Preview whom it would choose', /would|keeps them/],
  ] as const) {
    await page.getByRole('link', { name: opens }).first().click();
    await dialogOf(page).getByRole('button', { name: asks }).click();
    await expect(dialogOf(page)).toContainText(answers);
    await dialogOf(page).getByRole('link', { name: 'Close' }).click();
  }
  await context.close();
});

test('a page that is open shows what somebody else does, without being touched', async ({
  page,
  browser,
  console: { state, url, at },
}) => {
  const ssgRunId = await openRun(page, at, 9);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const context = await browser.newContext({ storageState: state, baseURL: url });
  const other = await context.newPage();
  await other.goto(`${at}/course-runs/${ssgRunId}/class-status`);
  await dialogOf(other).getByLabel('Confirmed').check();
  await dialogOf(other).getByLabel('Reason').fill('Done from another desk');
  await dialogOf(other).getByRole('button', { name: 'Set class status' }).click();
  await expect(page.locator('#timeline')).toContainText('Done from another desk');
  await context.close();
});

test('a connection that was lost is told quietly, and caught up when it is back', async ({
  page,
  browser,
  console: { state, url, at },
}) => {
  const line = await lineTo(url);
  const context = await browser.newContext({ storageState: state, baseURL: line.url });
  const reader = await context.newPage();
  const ssgRunId = await openRun(reader, at, 10);
  await expect(reader.getByText('Live', { exact: true })).toBeVisible();
  line.cut();
  await expect(reader.getByText(/connection to Rollcall was lost/)).toBeVisible();
  await expect(reader.getByRole('heading', { level: 1 })).toBeVisible();

  await page.goto(`${at}/course-runs/${ssgRunId}/class-status`);
  await dialogOf(page).getByLabel('Confirmed').check();
  await dialogOf(page).getByLabel('Reason').fill('Done while nobody heard');
  await dialogOf(page).getByRole('button', { name: 'Set class status' }).click();
  await expect(dialogOf(page)).toBeHidden();

  line.mend();
  await expect(reader.locator('#timeline')).toContainText('Done while nobody heard');
  await expect(reader.getByText(/connection to Rollcall was lost/)).toBeHidden();
  await context.close();
  await line.close();
});

test('keys go through the rows, tick and open them; Ctrl K finds a run by its number', async ({ page, console: { at } }) => {
  await page.goto(`${at}/classes`);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  for (const key of ['j', 'j', 'k', 'j', 'x']) await page.keyboard.press(key);
  await expect(page.locator('tbody tr').nth(1)).toBeFocused();
  await expect(page.locator('tbody tr').nth(1).getByRole('checkbox')).toBeChecked();
  const ssgRunId = (await page.locator('tbody tr').nth(2).locator('a').filter({ hasText: /^\d+$/ }).textContent()) ?? '';
  await page.keyboard.press('?');
  await expect(page.getByRole('heading', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  // The menu comes when it is first asked for; what is typed before it is there goes nowhere.
  await expect(page.getByPlaceholder(/^A page, a run/)).toBeFocused();
  await page.keyboard.type(ssgRunId);
  await page.getByRole('button', { name: new RegExp(`^${ssgRunId} · `) }).click();
  await page.waitForURL(`**/course-runs/${ssgRunId}`);
});

test('a wrong filter falls back and says so; a page that is not there says so too', async ({ page, console: { at } }) => {
  await page.goto(`${at}/classes?status=sideways&classStatus=sideways&order=sideways`);
  await expect(page.getByText('sideways', { exact: false }).first()).toBeVisible();
  await expect(page.locator('tbody tr').first()).toBeVisible();
  const lost = [`${at}/course-runs/1`, `${at}/nowhere`, '/p/201900000X', `${at}/nodes/x`, `${at}/exports/x/download`];
  for (const path of lost) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('alert')).toContainText('Not here');
  }
  // The last of them failed in the frame of its provider, from where one goes on.
  await page.getByRole('navigation').getByRole('link', { name: 'Exports' }).click();
  await expect(page.getByRole('heading', { name: 'Exports', level: 1 })).toBeVisible();
});
