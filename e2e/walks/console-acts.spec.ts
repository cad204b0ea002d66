import { expect, type Page } from '@playwright/test';
import { watchFaults } from '../support/console.js';
import { test } from '../support/console-walk.js';
import { dialogOf, learnersOf, openRun, syncRun, toastOf } from '../support/course-run-page.js';
import { signInAs } from '../support/sign-in-as.js';
import { receiveWebhooks } from '../support/webhook-receiver.js';

/** Takes a run out of a choice, by its place in it. Gives SSG's id of the run. */
async function chooseRun(page: Page, place: number): Promise<string> {
  const option = dialogOf(page).getByLabel('To the run').locator('option').nth(place);
  const text = (await option.textContent()) ?? '';
  await dialogOf(page).getByLabel('To the run').selectOption({ label: text });
  return /^\d+/.exec(text)?.[0] ?? '';
}

/** Runs the nightly chain until it has ended so. */
async function runNight(page: Page, at: string, ends: string): Promise<void> {
  await page.goto(`${at}/chains/tgs_daily/start`);
  await dialogOf(page).getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL('**/chain-runs/*');
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText(ends);
}

/** The last walk asks for rows that those before it made. */
test.describe.configure({ mode: 'serial' });

test('S1.19 an incident is found, gets a note, is tried again, and closes when the work succeeds', async ({
  page,
  console: { url, at, ssg },
}) => {
  const faults = watchFaults(page, url);
  const ssgRunId = await openRun(page, at, 3);
  await ssg.addFault({
    operation: 'enrolments.search',
    runId: ssgRunId,
    effect: { kind: 'status', status: 403, body: 'envelope' },
  });
  await runNight(page, at, 'Partial');

  await page.goto(`${at}/incidents?status=OPEN`);
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await page.locator('tbody a').first().click();
  await expect(page.getByRole('heading', { name: 'What to do' })).toBeVisible();
  await expect(page.getByRole('link', { name: ssgRunId, exact: true })).toBeVisible();
  const incident = page.url();

  await page.getByRole('link', { name: 'Write a note' }).click();
  await dialogOf(page).getByLabel('Note').fill('The subscription had lapsed; Ann renewed it.');
  await dialogOf(page).getByRole('button', { name: 'Write the note' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await expect(page.getByText('The subscription had lapsed; Ann renewed it.')).toBeVisible();

  await ssg.clearFaults();
  await page.getByRole('link', { name: 'Try again' }).click();
  await dialogOf(page).getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL(/\/(sync-batches|chain-runs)\/[^/]+$/);
  await runNight(page, at, 'Completed');
  await page.goto(incident);
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Closed');
  await expect(page.getByRole('link', { name: 'Try again' })).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('bug 18 of two trainees without identity one is named and one is put aside, and the next syncs keep to it', async ({
  page,
  console: { url, at, ssg },
}) => {
  const faults = watchFaults(page, url);
  const ssgRunId = await openRun(page, at, 4);
  await ssg.enrolUnknown(ssgRunId, 'Known By Her Teacher');
  await ssg.enrolUnknown(ssgRunId, 'Known To Nobody');
  await expect(learnersOf(page).first()).toBeVisible();
  const before = await learnersOf(page).count();
  const enrolled = (await learnersOf(page).first().getByRole('link').first().textContent()) ?? '';
  await syncRun(page);
  await expect(learnersOf(page)).toHaveCount(before);

  await page.goto(`${at}/learner-reviews?status=OPEN`);
  await page.getByRole('link', { name: 'Known By Her Teacher' }).click();
  await expect(page.getByRole('heading', { name: 'What SSG sent' })).toBeVisible();
  await page.getByRole('link', { name: 'Say who it is' }).click();
  const found = dialogOf(page).getByRole('group', { name: 'It is' }).locator('> div');
  for (const text of [enrolled, 'an']) {
    await dialogOf(page).getByLabel('Somebody else, by name').fill(text);
    await dialogOf(page).getByRole('button', { name: 'Find' }).click();
    await page.waitForURL((address) => address.searchParams.get('q') === text);
    if (text === enrolled) await expect(found.filter({ hasText: 'in the run already' }).first()).toBeVisible();
  }
  await found.filter({ hasNotText: 'in the run already' }).getByRole('radio').first().check();
  await dialogOf(page).getByLabel('Reason').fill('Her teacher recognised her');
  await dialogOf(page).getByRole('button', { name: 'It is them' }).click();
  await expect(dialogOf(page)).toBeHidden();
  const decision = page.locator('section', { has: page.getByRole('heading', { name: 'Decision' }) });
  await expect(decision).toContainText('Her teacher recognised her');
  const name = (await decision.getByRole('link').textContent()) ?? '';

  await page.goto(`${at}/learner-reviews?status=OPEN`);
  await page.getByRole('link', { name: 'Known To Nobody' }).click();
  await page.getByRole('link', { name: 'Put aside' }).click();
  await dialogOf(page).getByLabel('Reason').fill('A mistake of SSG’s');
  await dialogOf(page).getByRole('button', { name: 'Put aside' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await expect(decision).toContainText('A mistake of SSG’s');

  await page.goto(`${at}/course-runs/${ssgRunId}`);
  await syncRun(page);
  await expect(learnersOf(page)).toHaveCount(before + 1);
  await expect(learnersOf(page).filter({ hasText: name })).not.toHaveCount(0);
  await syncRun(page);
  await expect(learnersOf(page)).toHaveCount(before + 1);
  await page.goto(`${at}/learner-reviews?run=${ssgRunId}`);
  await expect(page.locator('tbody tr').filter({ hasText: 'Known By Her Teacher' })).toContainText('Resolved');
  await expect(page.locator('tbody tr').filter({ hasText: 'Known To Nobody' })).toContainText('Dismissed');
  expect(faults).toEqual([]);
});

test('S0.19 a learner is moved to another run of the course, another is transferred to another course', async ({
  page,
  console: { url, at },
}) => {
  const faults = watchFaults(page, url);
  const ssgRunId = await openRun(page, at, 6);
  const learner = learnersOf(page).filter({ hasText: 'Confirmed' }).first();
  const moved = (await learner.getByText(/^ENR-/).textContent()) ?? '';
  await learner.getByRole('link', { name: 'Move', exact: true }).click();
  await expect(dialogOf(page)).toContainText(moved);
  const target = await chooseRun(page, 1);
  await dialogOf(page).getByLabel('Reason').fill('Asked for a later date');
  await dialogOf(page).getByRole('button', { name: 'Move' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await expect(toastOf(page)).toContainText(target);
  await expect(learnersOf(page).filter({ hasText: moved })).toHaveCount(0);
  await expect(page.locator('#timeline')).toContainText('Asked for a later date');
  await syncRun(page);
  await expect(learnersOf(page).filter({ hasText: moved })).toHaveCount(0);
  await page.goto(`${at}/course-runs/${target}`);
  const there = learnersOf(page).filter({ hasText: moved });
  await expect(there).toContainText('Confirmed');
  await there.getByRole('link', { name: /^Why/ }).first().click();
  await expect(dialogOf(page)).toContainText('Confirmed');

  await page.goto(`${at}/course-runs/${ssgRunId}`);
  const leaving = learnersOf(page).filter({ hasText: 'Confirmed' }).first();
  const left = (await leaving.getByText(/^ENR-/).textContent()) ?? '';
  const name = (await leaving.getByRole('link').first().textContent()) ?? '';
  await leaving.getByRole('link', { name: 'Transfer', exact: true }).click();
  await expect(dialogOf(page)).toContainText(left);
  const other = await chooseRun(page, 3);
  await dialogOf(page).getByLabel('Reason').fill('The other course fits better');
  await dialogOf(page).getByRole('button', { name: 'Transfer' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await expect(toastOf(page)).toContainText(other);
  const row = learnersOf(page).filter({ hasText: left });
  await expect(row).toContainText('Admin Removed');
  await row.getByRole('link', { name: /^Why/ }).first().click();
  await expect(dialogOf(page)).toContainText('The other course fits better');
  await page.goto(`${at}/course-runs/${other}`);
  await expect(learnersOf(page).filter({ hasText: 'unknown to SSG' })).toContainText(name);
  await expect(page.locator('#timeline')).toContainText('The other course fits better');
  expect(faults).toEqual([]);
});

test('S0.30 a course gets a trainer list, its run without a trainer is resolved, and the next trainer is assigned', async ({
  page,
  console: { url, at },
}) => {
  const faults = watchFaults(page, url);
  await page.goto(`${at}/classes?trainer=NONE_ASSIGNED`);
  const link = page.locator('tbody tr').first().locator('a[href*="/course-runs/"]').filter({ hasText: /^\d+$/ });
  const ssgRunId = (await link.textContent()) ?? '';
  await link.click();
  await page.waitForURL(`**/course-runs/${ssgRunId}`);
  await page.getByRole('link', { name: 'Next trainer', exact: true }).click();
  await dialogOf(page)
    .getByRole('link', { name: /Write one|trainer lists/ })
    .click();
  await dialogOf(page).getByLabel('E-mail addresses, most wanted first').fill('aaron.pereira@example.org\nhelen.yap@example.org');
  await dialogOf(page).getByRole('button', { name: 'Save the lists' }).click();
  await expect(dialogOf(page)).toBeHidden();

  await page.goto(`${at}/course-runs/${ssgRunId}`);
  await page.getByRole('link', { name: 'Resolve now' }).click();
  await dialogOf(page).getByRole('button', { name: 'Preview whom it would choose' }).click();
  await expect(dialogOf(page)).toContainText('It would assign');
  await dialogOf(page).getByRole('button', { name: 'Resolve now' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await expect(page.locator('#trainers')).toContainText('Aaron Pereira');

  await page.getByRole('link', { name: 'Next trainer', exact: true }).click();
  await dialogOf(page)
    .getByRole('listitem')
    .filter({ hasText: 'Helen Yap' })
    .getByRole('link', { name: 'Assign this one' })
    .click();
  await dialogOf(page).getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(dialogOf(page)).toBeHidden();
  await expect(page.locator('#trainers tbody tr').filter({ hasText: 'Helen Yap' })).toHaveCount(1);
  expect(faults).toEqual([]);
});

test('S1.26 an identifier is revealed with a reason, goes away by itself, and the audit knows', async ({
  page,
  console: { url, at },
}) => {
  const faults = watchFaults(page, url);
  await page.goto(`${at}/learners`);
  await page.locator('tbody a').first().click();
  await page.getByRole('link', { name: 'Reveal' }).click();
  await dialogOf(page).getByLabel('Reason').fill('The learner is on the telephone');
  await page.clock.install();
  await dialogOf(page).getByRole('button', { name: 'Reveal' }).click();
  await expect(dialogOf(page)).toContainText(/[STFGM]\d{7}[A-Z]/);
  await page.clock.runFor(61_000);
  await expect(dialogOf(page)).toBeHidden();
  await expect(page.getByText(/[STFGM]\d{7}[A-Z]/)).toHaveCount(0);
  await expect(page.getByText('The learner is on the telephone')).toBeVisible();
  await page.goto(`${at}/audit?action=learner.reveal_identifier`);
  await expect(page.locator('tbody tr').first()).toContainText('The learner is on the telephone');
  expect(faults).toEqual([]);
});

test('a webhook is made and tested; what became of a message is seen without reloading, and it is sent again', async ({
  page,
  console: { url, at },
}) => {
  const faults = watchFaults(page, url);
  const receiver = await receiveWebhooks();
  await page.goto(`${at}/settings/webhooks`);
  await page.getByRole('link', { name: 'New webhook' }).click();
  await page.getByLabel('Address').fill(receiver.url);
  await page.getByLabel('What it is for').fill('The walk');
  await page.getByRole('button', { name: 'Make the webhook' }).click();
  await expect(page.getByLabel('Signing secret')).toHaveValue(/^whsec_/);
  await page.getByRole('link', { name: 'I have kept it: to the webhook' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect.poll(() => receiver.received.map(({ type }) => type)).toEqual(['webhook.test']);
  await expect(page.locator('tbody tr').first()).toContainText('Sent');
  await page.getByRole('button', { name: 'Send this message again' }).click();
  await expect.poll(() => receiver.received.length).toBe(2);
  expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id);
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await receiver.close();
  expect(faults).toEqual([]);
});

test('S1.25 an auditor is offered none of these acts, and a form that is sent all the same is refused readably', async ({
  page: admin,
  browser,
  console: system,
}) => {
  const { at, url } = system;
  const first = async (path: string) => {
    await admin.goto(`${at}/${path}`);
    return (await admin.locator('tbody a').first().getAttribute('href')) ?? '';
  };
  const rows = {
    incident: await first('incidents'),
    review: await first('learner-reviews'),
    learner: await first('learners'),
    webhook: await first('settings/webhooks'),
  };
  const ssgRunId = await openRun(admin, at, 8);
  const run = `${at}/course-runs/${ssgRunId}`;
  const move = (await learnersOf(admin).getByRole('link', { name: 'Move', exact: true }).first().getAttribute('href')) ?? '';

  const { page, context } = await signInAs(system, browser, 'auditor');
  const offered: [string, string[]][] = [
    [rows.incident, ['Write a note', 'Change the note', 'Try again']],
    [rows.review, ['Say who it is', 'Put aside', 'This is them']],
    [run, ['Move', 'Transfer', 'Resolve now', 'Assign trainer']],
    [`${run}/next-trainer`, ['Assign this one']],
    [rows.learner, ['Reveal']],
    [rows.webhook, ['Change', 'Another secret', 'Remove']],
    [`${at}/settings/webhooks`, ['New webhook']],
  ];
  for (const [path, acts] of offered) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const act of acts) await expect(page.getByRole('link', { name: act, exact: true })).toHaveCount(0);
  }
  await expect(page.getByRole('button', { name: /^Send/ })).toHaveCount(0);

  const unrefused: string[] = [];
  const posts: [string, Record<string, string>][] = [
    [`${rows.incident}/note`, { note: 'Not mine to write' }],
    [`${rows.incident}/requeue`, {}],
    [`${rows.review}/dismiss`, {}],
    [`${rows.review}/resolve`, { learnerId: decodeURIComponent(rows.learner.split('/').at(-1) ?? '') }],
    [move, { courseRunId: 'Q291cnNlUnVuOjE=' }],
    [move.replace('reassign', 'transfer'), { courseRunId: 'Q291cnNlUnVuOjE=' }],
    [`${run}/trainers/resolve`, {}],
    [`${run}/trainers/assign`, { email: 'aaron.pereira@example.org', role: 'TRAINER' }],
    [`${rows.learner}/reveal`, {}],
    [rows.webhook, {}],
    [`${at}/settings/webhooks/new`, { url: 'https://example.org/' }],
  ];
  for (const [path, fields] of posts) {
    const form = { reason: 'Not allowed to', idempotencyKey: path, expectedVersion: '1', ...fields };
    const answer = await page.request.post(`${url}${path}`, { form, maxRedirects: 0 });
    if (answer.status() !== 403 || !(await answer.text()).includes('may not')) unrefused.push(`${path}: ${answer.status()}`);
  }
  expect(unrefused).toEqual([]);
  await context.close();
});
