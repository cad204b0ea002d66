import { builder } from './builder.js';

// Loaded for what they tell the builder; none of them depends on another's having gone first.
await Promise.all([
  import('../modules/training-providers/training-provider.graphql.js'),
  import('../modules/courses/course.graphql.js'),
  import('../modules/course-runs/course-run.graphql.js'),
  import('../modules/course-runs/course-run-queries.graphql.js'),
  import('../modules/learners/learner.graphql.js'),
  import('../modules/enrolments/enrolment.graphql.js'),
  import('../modules/enrolments/enrolment-queries.graphql.js'),
  import('../modules/sync/sync-batch.graphql.js'),
  import('../modules/sync/sync-log.graphql.js'),
  import('../modules/changes/change-set.graphql.js'),
  import('../modules/chains/chain-events.graphql.js'),
  import('../modules/learner-reviews/learner-review.graphql.js'),
]);

/** The whole API. */
export const schema = builder.toSchema();
