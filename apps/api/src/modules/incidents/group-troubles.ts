import { fingerprintOf } from '@rollcall/domain/incident/fingerprint';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import type { Trouble } from '../../workflow/step-handler.js';

/** Troubles of one fingerprint that were met together: one occurrence of one incident. */
export interface TroubleGroup extends Trouble {
  fingerprint: string;
  title: string;
}

/** An incident names this many course runs; the rest are in the log of the sync. */
export const MOST_RUNS = 100;

/**
 * Troubles by fingerprint, in its order, so that transactions which lock several incidents do so in one order. Of those with
 * one fingerprint the newest speaks. Messages come from outside: identifiers in them are masked.
 */
export function groupTroubles(troubles: readonly Trouble[], providerId: string | null): TroubleGroup[] {
  const groups = new Map<string, TroubleGroup>();
  for (const trouble of troubles) {
    const fingerprint = fingerprintOf({ ...trouble, providerId });
    groups.set(fingerprint, {
      ...trouble,
      fingerprint,
      title: titleOf(trouble),
      message: maskIdentifiersIn(trouble.message),
      remedy: trouble.remedy ?? groups.get(fingerprint)?.remedy ?? null,
      runsTouched: mergeRuns(groups.get(fingerprint)?.runsTouched ?? [], trouble.runsTouched),
    });
  }
  return [...groups.values()].toSorted((one, other) => (one.fingerprint < other.fingerprint ? -1 : 1));
}

/** The first hundred, each once. */
export const mergeRuns = (earlier: readonly string[], later: readonly string[]): string[] =>
  [...new Set([...earlier, ...later])].slice(0, MOST_RUNS);

/** `SsgUnavailableError at ssg, enrolments.search`: what it is called in lists and subjects. */
function titleOf({ upstream, errorClass, endpoint }: Trouble): string {
  const place = [upstream ?? 'Rollcall', ...(endpoint === null ? [] : [endpoint])].join(', ');
  return `${errorClass} at ${place}`;
}
