import '../modules/training-providers/training-provider.graphql.js';
import '../modules/courses/course.graphql.js';
import '../modules/course-runs/course-run.graphql.js';
import '../modules/course-runs/course-run-queries.graphql.js';
import '../modules/learners/learner.graphql.js';
import '../modules/enrolments/enrolment.graphql.js';
import '../modules/enrolments/enrolment-queries.graphql.js';
import '../modules/sync/sync-batch.graphql.js';
import '../modules/sync/sync-log.graphql.js';
import '../modules/changes/change-set.graphql.js';
import '../modules/learner-reviews/learner-review.graphql.js';
import { builder } from './builder.js';

/** The whole API. */
export const schema = builder.toSchema();
