import { builder } from '../../graphql/builder.js';
import { holdsAtMost } from '../../graphql/check-operation.js';
import { principalOf } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';
import { CourseRun } from '../course-runs/course-run.graphql.js';
import { createOverlappingRunsLoader, MOST_OVERLAPS } from './overlapping-runs.js';
import { NextTrainerCandidate } from './trainer.graphql.js';
import { LOAD_DAYS, loadOf } from './trainer-load-loader.graphql.js';

const overlapsOf = perOperation((context) => createOverlappingRunsLoader(context.database.pool, principalOf(context)));

builder.objectFields(NextTrainerCandidate, (t) => ({
  upcomingRuns: t.int({
    nullable: true,
    description: `How many runs they teach that begin in the next ${LOAD_DAYS} days, of what the caller may see; null where no user could be told.`,
    resolve: async ({ id }, _args, context) => (id === null ? null : (await loadOf(context)(id, LOAD_DAYS)).upcomingRuns),
  }),
  overlaps: t.field({
    ...holdsAtMost(MOST_OVERLAPS),
    type: [CourseRun],
    description: `The other runs they teach on a day of this one, by first day, of what the caller may see; at most ${MOST_OVERLAPS}.`,
    resolve: ({ id, courseRunId }, _args, context) => (id === null ? [] : overlapsOf(context)(id, courseRunId)),
  }),
}));
