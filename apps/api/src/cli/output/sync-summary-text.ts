import type { BatchSummary } from '../../modules/sync/sync-input.js';
import { table } from './table.js';
import type { Colours } from './terminal.js';

const RUN_WORDS: Record<keyof BatchSummary['runs'], string> = {
  success: 'synced',
  unchanged: 'unchanged since the last sync',
  held: 'waiting for approval',
  no_enrolments: 'without enrolments (left alone)',
  no_runs: 'courses without runs',
  not_listed: 'known here, no longer listed by SSG',
  error: 'failed',
};

const TRAINER_WORDS: Record<keyof BatchSummary['trainers'], string> = {
  ssg: 'assigned from SSG',
  email_list: "assigned from the course's e-mail list",
  name_list: "assigned from the course's name list",
  kept: 'kept the trainer they have',
  none: 'found no trainer',
  error: 'failed',
};

const ENTITY_WORDS: Record<keyof BatchSummary['changes'], string> = {
  course_run: 'course runs',
  learner: 'learners',
  enrolment: 'enrolments',
  course_run_trainer: 'run trainers',
};

/** A finished batch for people: how it ended, what it looked at, what it changed, who teaches, what failed and what to do. */
export function syncSummaryText(summary: BatchSummary, colours: Colours): string {
  const { bold, dim } = colours;
  const seconds = (summary.elapsedMs / 1000).toFixed(1);
  const head = `${statusWord(summary.status, colours)}  ${summary.statusReason}`;
  const where = `${summary.runId}, ${summary.today} to ${summary.windowEnd} (${summary.thresholdDays} days), ${summary.courses} courses, ${summary.callsMade} calls in ${seconds} s`;
  const changes = entriesOf(ENTITY_WORDS).map(([key, word]) => [
    word,
    summary.changes[key].created,
    summary.changes[key].updated,
  ]);
  return [
    head,
    ...(summary.remedy ? [summary.remedy] : []),
    dim(where),
    '',
    countsTable(
      'Runs',
      entriesOf(RUN_WORDS).map(([key, word]) => [word, summary.runs[key]]),
    ),
    '',
    changes.some(([, created, updated]) => created || updated)
      ? table(['Changes', 'created', 'updated'], changes)
      : `Changes  ${summary.status === 'completed' ? bold('none: everything is as SSG says') : 'none'}`,
    '',
    countsTable(
      'Trainers',
      entriesOf(TRAINER_WORDS).map(([key, word]) => [`runs that ${word}`, summary.trainers[key]]),
    ),
    ...reviewLines(summary),
    ...errorLines(summary, colours),
  ].join('\n');
}

function statusWord(status: BatchSummary['status'], { green, yellow, red, bold }: Colours): string {
  const colour = { completed: green, partial: yellow, failed: red, interrupted: yellow }[status];
  return bold(colour(status));
}

/** Zeroes say nothing and are left out. */
function countsTable(title: string, rows: [string, number][]): string {
  const counted = rows.filter(([, count]) => count > 0);
  return counted.length > 0 ? table([title, ''], counted) : `${title}  none`;
}

function reviewLines({ reviewsOpen }: BatchSummary): string[] {
  if (reviewsOpen === 0) return [];
  return ['', `${reviewsOpen} enrolments wait for a person to say who the learner is (learnerReviews in GraphQL).`];
}

function errorLines({ errors, runs }: BatchSummary, { red }: Colours): string[] {
  if (errors.length === 0) return [];
  const shown = errors.map(({ courseCode, ssgRunId, message, remedy }) => {
    const place = ssgRunId === null ? courseCode : `${courseCode}, run ${ssgRunId}`;
    return `  ${red(place)}: ${message}${remedy ? `\n      ${remedy}` : ''}`;
  });
  const more = runs.error > errors.length ? [`  … and ${runs.error - errors.length} more in upcoming_course_runs_log`] : [];
  return ['', 'Errors', ...shown, ...more];
}

const entriesOf = <Key extends string>(words: Record<Key, string>) => Object.entries(words) as [Key, string][];
