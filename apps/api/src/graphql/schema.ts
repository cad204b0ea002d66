import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { builder } from './builder.js';
import { isJson, jsonRequired } from './caller-errors.js';
import { type GraphqlContext, principalOf } from './context.js';
import { scopesOf } from './forbidden.js';

// Loaded for what they tell the builder; none of them depends on another's having gone first.
await Promise.all([
  import('../modules/training-providers/training-provider.graphql.js'),
  import('../modules/training-providers/training-provider-settings.graphql.js'),
  import('../modules/courses/course.graphql.js'),
  import('../modules/courses/trainer-list-entry.graphql.js'),
  import('../modules/course-runs/course-run.graphql.js'),
  import('../modules/course-runs/course-run-queries.graphql.js'),
  import('../modules/course-runs/course-run-issue.graphql.js'),
  import('../modules/course-runs/weeks-ahead.graphql.js'),
  import('../modules/attention/attention.graphql.js'),
  import('../modules/learners/learner.graphql.js'),
  import('../modules/learners/learner-queries.graphql.js'),
  import('../modules/enrolments/enrolment.graphql.js'),
  import('../modules/enrolments/enrolment-queries.graphql.js'),
  import('../modules/enrolments/enrolment-acts.graphql.js'),
  import('../modules/enrolments/enrolment-placement-acts.graphql.js'),
  import('../modules/learners/learner-acts.graphql.js'),
  import('../modules/enrolments/enrolment-counts.graphql.js'),
  import('../modules/sync/sync-batch.graphql.js'),
  import('../modules/sync/sync-log.graphql.js'),
  import('../modules/changes/change-set.graphql.js'),
  import('../modules/changes/why-this-value.graphql.js'),
  import('../modules/viewer/viewer.graphql.js'),
  import('../modules/error-catalogue/error-catalogue.graphql.js'),
  import('../modules/audit/audit-queries.graphql.js'),
  import('../modules/trainers/trainer-queries.graphql.js'),
  import('../modules/trainers/next-trainer-candidate.graphql.js'),
  import('../modules/chains/chain-events.graphql.js'),
  import('../modules/chains/chain.graphql.js'),
  import('../modules/chains/chain-step-run.graphql.js'),
  import('../modules/chains/chain-run-forecast.graphql.js'),
  import('../modules/chains/chain-run-event-page.graphql.js'),
  import('../modules/chains/chain-run-queries.graphql.js'),
  import('../modules/chains/chain-run-acts.graphql.js'),
  import('../modules/chains/resume-preview.graphql.js'),
  import('../modules/chains/worker.graphql.js'),
  import('../modules/schedules/schedule-acts.graphql.js'),
  import('../modules/schedules/expected-duration.graphql.js'),
  import('../modules/incidents/incident-queries.graphql.js'),
  import('../modules/incidents/incident-acts.graphql.js'),
  import('../modules/activity/course-runs-changed.graphql.js'),
  import('../modules/activity/incidents-changed.graphql.js'),
  import('../modules/webhooks/webhook-queries.graphql.js'),
  import('../modules/webhooks/webhook-acts.graphql.js'),
  import('../modules/learner-reviews/learner-review.graphql.js'),
  import('../modules/learner-reviews/learner-review-acts.graphql.js'),
  import('../modules/users/user-queries.graphql.js'),
  import('../modules/users/user-acts.graphql.js'),
  import('../modules/users/user-link-acts.graphql.js'),
  import('../modules/api-keys/api-key-queries.graphql.js'),
  import('../modules/api-keys/api-key-acts.graphql.js'),
  import('../modules/training-providers/training-provider-acts.graphql.js'),
  import('../modules/training-providers/settings-preview.graphql.js'),
  import('../modules/courses/course-acts.graphql.js'),
  import('../modules/course-runs/course-run-acts.graphql.js'),
  import('../modules/course-runs/course-run-trainer-acts.graphql.js'),
  import('../modules/sync/preview-acts.graphql.js'),
  import('../modules/preflight/preflight-acts.graphql.js'),
  import('../modules/ssg-connection/ssg-connection.graphql.js'),
  import('../modules/saved-views/saved-view.graphql.js'),
  import('../modules/saved-views/saved-view-acts.graphql.js'),
  import('../modules/incidents/incident-requeue.graphql.js'),
  import('../modules/exports/export-queries.graphql.js'),
  import('../modules/exports/export-acts.graphql.js'),
]);

/** The whole API. */
export const schema = closeMutations(requireScopes(builder.toSchema()));

/** Closed by default: a root field that does not say who may use it does not start. */
function requireScopes(open: GraphQLSchema): GraphQLSchema {
  const roots = [open.getQueryType(), open.getMutationType(), open.getSubscriptionType()];
  const unguarded = roots.flatMap((root) =>
    Object.keys(root?.getFields() ?? {})
      .filter((field) => scopesOf(root, field) === null)
      .map((field) => `${root?.name}.${field}`),
  );
  if (unguarded.length > 0) throw new Error(`Give these fields \`authScopes\`: ${unguarded.join(', ')}.`);
  return open;
}

/** Every mutation, whoever wrote it, asks first who acts and how the request came: none is open because a line was forgotten. */
function closeMutations(open: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(open.getMutationType()?.getFields() ?? {})) {
    const act = field.resolve ?? defaultFieldResolver;
    field.resolve = (root, args, context: GraphqlContext, info) => {
      principalOf(context);
      requireJson(context.request);
      return act(root, args, context, info);
    };
  }
  return open;
}

function requireJson(request: GraphqlContext['request']): void {
  if (!isJson(request?.headers.get('content-type'))) throw jsonRequired();
}
