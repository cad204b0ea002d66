import type { UpdateWindow } from '@rollcall/domain/sync/update-window';
import type { SsgClient } from '@rollcall/ssg/client';

/**
 * Every enrolment of the provider that SSG updated in the window, oldest update first (bug 61): one that changes while we read
 * moves behind the pages not read yet, never in front of them.
 */
export function searchUpdatedEnrolments(
  client: SsgClient,
  { uen, code }: { uen: string; code: string },
  { from, to }: UpdateWindow,
  signal: AbortSignal,
): ReturnType<SsgClient['enrolments']['search']> {
  const sortBy = { field: 'updatedOn', order: 'asc' } as const;
  return client.enrolments.search({ uen, code, lastUpdateDateFrom: from, lastUpdateDateTo: to, sortBy }, { signal });
}
