import type { EnrolmentStatus } from '@rollcall/domain/enrolment/enrolment';
import { isAdminRemoved, isLive } from '@rollcall/domain/enrolment/status';
import { builder } from '../../graphql/builder.js';
import { perOperation } from '../../graphql/context-loader.js';
import { showsComputed } from '../../graphql/page-selection.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import { computedOf } from '../../rows/row.js';

interface EnrolmentCounts {
  live: number;
  removed: number;
  total: number;
}

const COUNT = {
  name: 'count-enrolments-of-runs',
  text: `SELECT course_run_id AS "courseRunId", enrolment_status AS status, count(*)::int AS enrolments
    FROM enrollment WHERE course_run_id = ANY ($1::uuid[]) GROUP BY course_run_id, enrolment_status`,
};

/** One statement for all runs on a page, by their index: it never looks at other runs' enrolments. */
const countsOf = perOperation(({ database }) =>
  createBatchLoader(async (courseRunIds: string[]): Promise<EnrolmentCounts[]> => {
    const { rows } = await database.pool.query<{ courseRunId: string; status: EnrolmentStatus; enrolments: number }>({
      ...COUNT,
      values: [courseRunIds],
    });
    const counts = new Map(courseRunIds.map((id) => [id, { live: 0, removed: 0, total: 0 }]));
    for (const { courseRunId, status, enrolments } of rows) {
      const run = counts.get(courseRunId);
      if (!run) continue;
      run.total += enrolments;
      if (isLive(status)) run.live += enrolments;
      if (isAdminRemoved(status)) run.removed += enrolments;
    }
    return [...counts.values()];
  }),
);

const EnrolmentCountsType = builder.objectRef<EnrolmentCounts>('EnrolmentCounts').implement({
  description: 'How many enrolments a course run has.',
  fields: (t) => ({
    live: t.exposeInt('live', { description: 'Active, Confirmed or Pending: those who take part.' }),
    removed: t.exposeInt('removed', { description: 'Removed by an admin.' }),
    total: t.exposeInt('total', { description: 'All, whatever their status.' }),
  }),
});

builder.prismaObjectField('CourseRun', 'enrolmentCounts', (t) =>
  t.field({
    type: EnrolmentCountsType,
    description: 'How many enrolments it has, without listing them.',
    ...showsComputed('enrolmentCounts'),
    resolve: (run, _args, context) => computedOf<EnrolmentCounts>(run, 'enrolmentCounts') ?? countsOf(context)(run.id),
  }),
);
