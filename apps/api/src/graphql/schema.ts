import { defaultFieldResolver, GraphQLError, type GraphQLSchema } from 'graphql';
import { builder } from './builder.js';
import { type GraphqlContext, principalOf } from './context.js';
import { scopesOf } from './forbidden.js';

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
  import('../modules/chains/chain.graphql.js'),
  import('../modules/chains/chain-step-run.graphql.js'),
  import('../modules/chains/chain-run-forecast.graphql.js'),
  import('../modules/chains/chain-run-event-page.graphql.js'),
  import('../modules/chains/chain-run-queries.graphql.js'),
  import('../modules/chains/chain-run-acts.graphql.js'),
  import('../modules/chains/resume-preview.graphql.js'),
  import('../modules/chains/worker.graphql.js'),
  import('../modules/schedules/schedule-acts.graphql.js'),
  import('../modules/incidents/incident-queries.graphql.js'),
  import('../modules/incidents/incident-acts.graphql.js'),
  import('../modules/learner-reviews/learner-review.graphql.js'),
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

/** Other sites' pages can make a browser send forms and plain text, but not JSON, without asking first (CSRF). */
function requireJson(request: Request | undefined): void {
  const [type = ''] = (request?.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() === 'application/json') return;
  throw new GraphQLError('Mutations are asked for with JSON.', {
    extensions: {
      code: 'JSON_REQUIRED',
      remedy: 'POST the operation with the header content-type: application/json.',
      http: { status: 415 },
    },
  });
}
