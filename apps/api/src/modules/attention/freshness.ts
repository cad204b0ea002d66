/** What is known of the syncs about all runs of a provider. Times are instants; null where there was none. */
export interface SyncHistory {
  /** The last sync that read runs to its end, in whole or in part. */
  lastGood: { completedAt: Date; mode: string; runErrors: number; trainersAsked: number; trainerErrors: number } | null;
  /** The last such sync that read everything rather than what had changed. */
  lastFullAt: Date | null;
  /** The last sync that came to any end. */
  lastTry: { startedAt: Date; isGood: boolean } | null;
}

/** How fresh what came from one source is. */
export interface SourceFreshness {
  source: 'course_runs' | 'enrolments' | 'trainers' | 'full_read';
  title: string;
  refreshedAt: Date | null;
  stale: boolean;
  sentence: string;
}

const HOUR_MS = 3_600_000;
/** A night may be late, and one that did not happen at all shows in the morning. */
const STALE_AFTER_MS = 36 * HOUR_MS;
/** Everything is read anew once a week; a day more for a week that begins late. */
const FULL_STALE_AFTER_MS = 8 * 24 * HOUR_MS;

/**
 * How fresh the copies of SSG's data are. Learners come with their enrolments and have no clock of their own. `now` in epoch
 * milliseconds; sentences give times on the clock of `timeZone`.
 */
export function judgeFreshness(history: SyncHistory, { now, timeZone }: { now: number; timeZone: string }): SourceFreshness[] {
  const { lastGood, lastFullAt } = history;
  const readAt = lastGood?.completedAt ?? null;
  const trainersFailed = lastGood !== null && lastGood.trainersAsked > 0 && lastGood.trainerErrors === lastGood.trainersAsked;
  const isOld = isOlder(readAt, now, STALE_AFTER_MS);
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const tried = failedTry(history, local);
  const about = (source: SourceFreshness['source'], title: string, isStale: boolean, remarks: readonly string[]) => ({
    source,
    title,
    refreshedAt: readAt,
    stale: isStale || isOld || tried !== null,
    sentence: [readAt ? `Read on ${local.format(readAt)}.` : 'Never read.', ...remarks, ...(tried ?? [])].join(' '),
  });
  return [
    about('course_runs', 'Course runs', false, lastGood?.mode === 'incremental' ? ['Only what had changed was read.'] : []),
    about('enrolments', 'Enrolments', false, unread(lastGood?.runErrors, 'The enrolments')),
    about('trainers', 'Trainers (TPG)', trainersFailed, unread(lastGood?.trainerErrors, 'The trainers')),
    {
      source: 'full_read',
      title: 'Full read',
      refreshedAt: lastFullAt,
      stale: isOlder(lastFullAt, now, FULL_STALE_AFTER_MS),
      sentence: lastFullAt
        ? `Everything was read on ${local.format(lastFullAt)}; since then what had changed.`
        : 'Everything was never read to the end.',
    },
  ];
}

const isOlder = (at: Date | null, now: number, most: number): boolean => at === null || now - at.getTime() > most;

function failedTry({ lastTry }: SyncHistory, local: Intl.DateTimeFormat): string[] | null {
  if (lastTry === null || lastTry.isGood) return null;
  return [`The last try, on ${local.format(lastTry.startedAt)}, failed: its batch says why and what to do.`];
}

function unread(errors: number | undefined, what: string): string[] {
  if (errors === undefined || errors === 0) return [];
  return [`${what} of ${errors === 1 ? '1 run' : `${errors} runs`} could not be read.`];
}
