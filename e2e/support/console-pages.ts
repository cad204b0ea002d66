import type { Page } from '@playwright/test';

/** A page of the console, by the name of its screenshot. */
export interface NamedPage {
  name: string;
  path: string;
}

/** The first link of a page to what the pattern says; an error where the demo has none. */
async function firstLink(page: Page, path: string, pattern: RegExp): Promise<string> {
  await page.goto(path);
  const links = await page.locator('main a[href]').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  const found = links.find((link) => pattern.test(link));
  if (!found) throw new Error(`${path} links to nothing like ${String(pattern)}: ${links.join(' ')}`);
  return found;
}

/** Every page and the dialogs that need no special state, found by following the demo's own links. */
export async function pagesOf(page: Page, at: string): Promise<NamedPage[]> {
  const courseRun = await firstLink(page, `${at}/classes`, /\/course-runs\/\d+$/);
  const course = await firstLink(page, `${at}/courses`, /\/courses\/[^/?]+$/);
  const learner = await firstLink(page, `${at}/learners`, /\/learners\/[^/?]+$/);
  const trainer = await firstLink(page, `${at}/trainers`, /\/trainers\/[^/?]+$/);
  const syncBatch = await firstLink(page, `${at}/sync-batches`, /\/sync-batches\/[^/?]+$/);
  const chainRun = await firstLink(page, `${at}/chain-runs`, /\/chain-runs\/[^/?]+$/);
  const removal = await firstLink(page, courseRun, /\/enrolments\/[^/]+\/remove$/);
  const why = await firstLink(page, courseRun, /\/why\//);
  const user = await firstLink(page, `${at}/settings/users`, /\/users\/(?!invite)[^/?]+$/);
  const pause = await firstLink(page, `${at}/chains`, /\/schedules\/[^/]+\/pause$/);
  return [
    { name: 'today', path: at },
    { name: 'classes', path: `${at}/classes` },
    { name: 'classes-empty', path: `${at}/classes?text=nothing-is-called-this` },
    { name: 'saved-view', path: `${at}/saved-views/new?page=classes&search=classStatus%3DPENDING` },
    { name: 'course-run', path: courseRun },
    { name: 'course-run-why', path: why },
    { name: 'course-run-next-trainer', path: `${courseRun}/next-trainer` },
    { name: 'course-run-sync', path: `${courseRun}/sync` },
    { name: 'course-run-remove', path: removal },
    { name: 'course-run-assign', path: `${courseRun}/trainers/assign` },
    { name: 'courses', path: `${at}/courses` },
    { name: 'course', path: course },
    { name: 'course-trainer-lists', path: `${course}/trainer-lists` },
    { name: 'learners', path: `${at}/learners` },
    { name: 'learner', path: learner },
    { name: 'learner-reveal', path: `${learner}/reveal` },
    { name: 'trainers', path: `${at}/trainers` },
    { name: 'trainer', path: trainer },
    { name: 'chains', path: `${at}/chains` },
    { name: 'chain-start', path: `${at}/chains/tgs_daily/start` },
    { name: 'schedule-pause', path: pause },
    { name: 'chain-runs', path: `${at}/chain-runs` },
    { name: 'chain-run', path: chainRun },
    { name: 'sync-logs', path: `${at}/sync-logs` },
    { name: 'sync-batches', path: `${at}/sync-batches` },
    { name: 'sync-batch', path: syncBatch },
    { name: 'incidents', path: `${at}/incidents` },
    { name: 'learner-reviews', path: `${at}/learner-reviews` },
    { name: 'audit', path: `${at}/audit` },
    { name: 'exports', path: `${at}/exports` },
    { name: 'export-new', path: `${at}/exports/new?connection=COURSE_RUNS` },
    { name: 'search', path: `${at}/search?q=an` },
    { name: 'settings', path: `${at}/settings` },
    { name: 'settings-thresholds', path: `${at}/settings/thresholds` },
    { name: 'settings-modes', path: `${at}/settings/modes` },
    { name: 'settings-ssg', path: `${at}/settings/ssg` },
    { name: 'settings-alerts', path: `${at}/settings/alerts` },
    { name: 'users', path: `${at}/settings/users` },
    { name: 'user-invite', path: `${at}/settings/users/invite` },
    { name: 'user', path: user },
    { name: 'api-keys', path: `${at}/settings/api-keys` },
    { name: 'api-key-new', path: `${at}/settings/api-keys/new` },
    { name: 'webhooks', path: `${at}/settings/webhooks` },
    { name: 'webhook-new', path: `${at}/settings/webhooks/new` },
    { name: 'not-here', path: `${at}/nowhere` },
    { name: 'account', path: '/account' },
  ];
}
