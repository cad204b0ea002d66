import { expect, type Locator, type Page } from '@playwright/test';

/** Opens the class at a place of the list, from 0; walks of one file that change runs take different ones. Gives SSG's id of the run. */
export async function openRun(page: Page, at: string, position: number): Promise<string> {
  await page.goto(`${at}/classes`);
  const link = page.locator('tbody tr').nth(position).locator('a[href*="/course-runs/"]').filter({ hasText: /^\d+$/ });
  const ssgRunId = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForURL(`**/course-runs/${ssgRunId}`);
  return ssgRunId;
}

/** Has the run that is open read from SSG, and waits for it. */
export async function syncRun(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Sync this run' }).first().click();
  await dialogOf(page).getByRole('button', { name: 'Sync now' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await page.reload();
}

export const learnersOf = (page: Page): Locator => page.locator('#learners tbody tr');
export const dialogOf = (page: Page): Locator => page.getByRole('dialog');
export const toastOf = (page: Page): Locator => page.getByRole('status').filter({ hasText: /\S/ });
