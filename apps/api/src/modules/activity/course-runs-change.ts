import type { Principal } from '@rollcall/domain/permission/principal';
import { visibleCourseRuns } from '../../access/visible-rows.js';
import type { Database } from '../../dependencies.js';
import { type ActivityBatch, writeCursor } from '../../events/activity.js';
import { reachesProvider } from './reaches-provider.js';
import { readTouchedRuns } from './read-touched-runs.js';

/** What makes a course run another than it was. */
export const COURSE_RUN_CHANGE_KINDS = ['course_run.changed', 'trainer.changed', 'enrolment.changed'] as const;
export type CourseRunChangeKind = (typeof COURSE_RUN_CHANGE_KINDS)[number];

/** Which course runs are followed; what is left out does not restrict. */
export interface FollowedRuns {
  /** UEN. */
  provider?: string | null | undefined;
  courseCode?: string | null | undefined;
  ssgRunId?: string | null | undefined;
  kinds?: readonly CourseRunChangeKind[] | null | undefined;
}

/** Course runs that changed together. */
export interface CourseRunsChange {
  /** Of the last row that it tells of. */
  cursor: string;
  kinds: CourseRunChangeKind[];
  /** Row ids, each once. */
  courseRunIds: string[];
  /** Row ids, each once. */
  changeSetIds: string[];
  happenedAt: Date;
}

/**
 * What a batch of the log tells a principal about the course runs that they follow; null where it tells nothing. Two
 * statements at most; none where it is about other providers alone.
 */
export async function courseRunsChangeOf(
  { prisma, pool }: Database,
  principal: Principal,
  followed: FollowedRuns,
  batch: ActivityBatch,
): Promise<CourseRunsChange | null> {
  const wanted: readonly string[] = followed.kinds ?? COURSE_RUN_CHANGE_KINDS;
  const reaches = reachesProvider(principal, 'course_run.read');
  const rows = batch.filter(({ kind, providerId }) => wanted.includes(kind) && reaches(providerId));
  if (rows.length === 0) return null;
  const touched = await readTouchedRuns(pool, rows);
  const { provider, courseCode, ssgRunId } = followed;
  const found = await prisma.courseRun.findMany({
    where: {
      AND: [
        visibleCourseRuns(principal),
        { id: { in: [...new Set([...touched.values()].flat())] } },
        ...(provider == null ? [] : [{ provider: { uen: provider } }]),
        ...(courseCode == null ? [] : [{ course: { courseCode } }]),
        ...(ssgRunId == null ? [] : [{ ssgRunId }]),
      ],
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const shown = new Set(found.map(({ id }) => id));
  const told = rows.filter(({ number }) => touched.get(number)?.some((id) => shown.has(id)));
  const last = told.at(-1);
  if (!last) return null;
  return {
    cursor: writeCursor(last),
    kinds: COURSE_RUN_CHANGE_KINDS.filter((kind) => told.some((row) => row.kind === kind)),
    courseRunIds: [...shown],
    changeSetIds: [...new Set(told.flatMap(({ changeSetId }) => changeSetId ?? []))],
    happenedAt: last.createdAt,
  };
}
