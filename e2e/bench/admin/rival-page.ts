import { COMPILER_HELPER } from './in-page.js';
import type { SavedAnswer, SavedAnswers } from './saved-answers.js';
import type { ListedRun } from './what-is-there.js';

/**
 * The rival, what such consoles usually are: one page that loads every class as JSON and shows, filters and sorts them in the
 * browser. Plain DOM, no library; rows are made once, and searched texts are kept.
 */
function rival(): void {
  const body = document.querySelector('tbody');
  const form = document.querySelector('form');
  const pager = document.querySelector('nav');
  if (!body || !form || !pager) return;

  const make = {
    element(name: string, text: string, attributes: Record<string, string> = {}): Element {
      const made = document.createElement(name);
      made.textContent = text;
      for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
      return made;
    },
    badge: (words: string | null): Element =>
      make.element('span', words ? words.charAt(0) + words.slice(1).toLowerCase() : '–', { class: 'badge' }),
  };
  const { element, badge } = make;
  const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
  const day = (date: string) => element('time', days.format(new Date(date)), { datetime: date });

  const rowOf = (run: ListedRun) => {
    const { course, ssgRunId, enrolmentCounts, nextTrainer } = run;
    const to = `/course-runs/${ssgRunId}`;
    const cells: (Element | string)[][] = [
      [element('input', '', { type: 'checkbox', value: run.id, 'aria-label': `Select run ${ssgRunId}` })],
      [element('a', course.title, { href: to }), element('a', course.courseCode, { href: `/courses/${course.courseCode}` })],
      [element('a', ssgRunId, { href: to })],
      [day(run.startDate)],
      [day(run.endDate)],
      [badge(run.classStatus)],
      [badge(run.classType)],
      [run.modeOfLearning],
      [run.trainerTpg?.name ?? run.trainerTpg?.email ?? '–'],
      [run.trainerLocal?.name ?? '–'],
      [element('a', nextTrainer.name ?? 'Nobody', { href: `${to}/next-trainer` })],
      [`${enrolmentCounts.live} / ${enrolmentCounts.total}`],
      [run.courseVacancyDescription ?? '–'],
      run.issues.map(({ code }) => badge(code)),
    ];
    const row = element('tr', '');
    for (const cell of cells) {
      const made = document.createElement('td');
      made.append(...cell);
      row.append(made);
    }
    return row;
  };

  type Row = { run: ListedRun; searched: string; row: Element };
  const orders: Record<string, (a: ListedRun, b: ListedRun) => number> = {
    Start: (a, b) => (a.startDate < b.startDate ? -1 : Number(a.startDate > b.startDate)),
    Run: (a, b) => (a.ssgRunId < b.ssgRunId ? -1 : Number(a.ssgRunId > b.ssgRunId)),
    Course: (a, b) => (a.course.title < b.course.title ? -1 : Number(a.course.title > b.course.title)),
    Learners: (a, b) => a.enrolmentCounts.live - b.enrolmentCounts.live,
  };
  let rows: Row[] = [];
  let order = 'Start';
  const show = () => {
    const fields = new FormData(form);
    const status = String(fields.get('status') ?? '');
    const text = String(fields.get('q') ?? '').toLowerCase();
    const found = rows.filter(({ run, searched }) => (!status || run.classStatus === status) && searched.includes(text));
    const compare = orders[order];
    if (compare) found.sort((a, b) => compare(a.run, b.run));
    body.replaceChildren(...found.map(({ row }) => row));
    pager.textContent = ` ${found.length.toLocaleString('en-GB')} classes`;
  };
  form.addEventListener('input', show);
  document.querySelector('thead')?.addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    order = target.textContent ?? order;
    show();
  });
  const fill = async () => {
    const runs = (await (await fetch('/runs.json')).json()) as ListedRun[];
    rows = runs.map((run) => ({
      run,
      searched: `${run.course.courseCode} ${run.course.title} ${run.ssgRunId} ${run.trainerTpg?.name ?? ''}`.toLowerCase(),
      row: rowOf(run),
    }));
    show();
  };
  void fill();
}

const COLUMNS = ['', 'Course', 'Run', 'Start', 'End', 'Class status', 'Class type', 'Mode of learning', 'Trainer (TPG)'];
const MORE_COLUMNS = ['Trainer (Local)', 'Next Trainer', 'Learners', 'Vacancy', 'Issues'];
const SORTED = ['Course', 'Run', 'Start', 'Learners'];

const heading = (title: string) => `<th>${SORTED.includes(title) ? `<button type="button">${title}</button>` : title}</th>`;

const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Upcoming classes</title><style>
  body { font: 14px/1.45 system-ui, sans-serif; margin: 24px; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border-bottom: 1px solid #ddd; padding: 6px 8px; text-align: start; vertical-align: top; }
  th button { all: unset; font-weight: 600; cursor: pointer; }
  .badge { border-radius: 4px; background: #eee; padding: 1px 6px; }
</style></head><body>
<h1>Upcoming classes</h1>
<form onsubmit="return false">
  <label>Text <input type="search" name="q"></label>
  <label>Class status <select name="status"><option value="">Any</option><option value="CONFIRMED">Confirmed</option><option value="PENDING">Pending</option><option value="CANCELLED">Cancelled</option></select></label>
</form>
<nav aria-label="Pages of classes"></nav>
<table><thead><tr>${[...COLUMNS, ...MORE_COLUMNS].map(heading).join('')}</tr></thead><tbody></tbody></table>
<script src="/rival.js"></script>
</body></html>`;

const answer = (type: string, text: string): SavedAnswer => ({
  headers: { 'content-type': `${type}; charset=utf-8` },
  body: Buffer.from(text).toString('base64'),
});

/** The rival's three files. */
export const rivalAnswers = (runs: readonly ListedRun[]): SavedAnswers => ({
  '/': answer('text/html', html),
  '/rival.js': answer('text/javascript', `${COMPILER_HELPER}\n(${rival.toString()})();`),
  '/runs.json': answer('application/json', JSON.stringify(runs)),
});
