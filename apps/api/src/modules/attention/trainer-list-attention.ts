import type { Pool } from 'pg';
import type { AttentionRow } from './attention.js';
import { type AttentionScope, ownedBy } from './attention-sql.js';
import { TRAINER_LIST_ISSUES } from './course-run-issues.js';
import { findTrainerListIssues } from './trainer-list-issues.js';

/** Upcoming runs whose course's trainer list has nobody left to ask, or a name that may be several people's. Two statements at most. */
export async function readTrainerListAttention(
  pool: Pool,
  providerId: string,
  { today, most, ownerId }: AttentionScope,
): Promise<AttentionRow[]> {
  const runs = await findTrainerListIssues(pool, {
    today: '$1::date',
    reached: `run.provider_id = $2 AND ${ownedBy('$3')}`,
    values: [today, providerId, ownerId],
  });
  return TRAINER_LIST_ISSUES.flatMap((kind) => {
    const concerned = runs.filter(({ issues }) => issues.includes(kind));
    return concerned.slice(0, most).map(({ id, ssgRunId, courseCode, startDate }) => ({
      kind,
      key: ssgRunId,
      courseCode,
      day: startDate,
      fact: null,
      number: 1,
      nodeType: 'CourseRun' as const,
      nodeId: id,
      total: concerned.length,
    }));
  });
}
