import { expect } from '@playwright/test';
import { watchFaults } from '../support/console.js';
import { test } from '../support/console-walk.js';

test('S1.16-S1.17 a night is followed live: SSG keeps it waiting, it is cancelled, and resumed from where it stood', async ({
  page,
  console: { url, at, ssg },
}) => {
  const faults = watchFaults(page, url);
  const dialog = page.getByRole('dialog');
  const { id } = await ssg.addFault({ operation: 'enrolments.search', effect: { kind: 'hold' } });
  await page.goto(`${at}/chains/tgs_daily/start`);
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL('**/chain-runs/*');
  await expect(page.getByText('Running').first()).toBeVisible();
  await expect.poll(() => ssg.callsStruckBy(id)).toBeGreaterThan(0);

  await page.getByRole('link', { name: 'Cancel', exact: true }).click();
  await dialog.getByRole('button', { name: 'Stop the run' }).click();
  await expect(dialog).toBeHidden();
  await ssg.clearFaults();
  const head = page.getByRole('heading', { level: 1 }).locator('..');
  await expect(head).toContainText('Cancelled');

  await page.getByRole('link', { name: /^(Resume|Do steps again)/ }).click();
  await expect(dialog).toContainText('Find course runs');
  await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(head).toContainText('Completed');
  expect(faults).toEqual([]);
});

test('S1.18 a night that would cancel many waits; the page shows what, and goes on once somebody approves', async ({
  page,
  console: { at, ssg },
}) => {
  await page.goto(`${at}/classes?size=100`);
  const runs = await page.locator('tbody a[href*="/course-runs/"]').filter({ hasText: /^\d+$/ }).allTextContents();
  let cancelled = 0;
  for (const ssgRunId of runs) {
    for (const { referenceNumber, status } of await ssg.enrolmentsOf(ssgRunId)) {
      if (status !== 'Confirmed' || cancelled >= 14) continue;
      await ssg.cancelEnrolment(referenceNumber);
      cancelled += 1;
    }
  }
  expect(cancelled).toBe(14);
  await page.goto(`${at}/chains/tgs_daily/start`);
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL('**/chain-runs/*');
  await expect(page.getByText('Awaiting approval').first()).toBeVisible();
  await page.goto(at);
  await expect(page.getByText(/chain run waits for approval/)).toBeVisible();
  await page.goto(`${at}/chain-runs?status=AWAITING_APPROVAL`);
  await page.locator('tbody a').first().click();
  await page
    .getByRole('link', { name: /Decide|Approve/ })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toContainText('Cancelled');
  await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByText('Completed').first()).toBeVisible();
});
