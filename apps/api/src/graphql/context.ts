import type { Principal } from '@rollcall/domain/permission/principal';
import { GraphQLError } from 'graphql';
import type { Database } from '../dependencies.js';
import type { EventHub } from '../events/event-hub.js';
import type { ProvenanceLoader } from '../modules/changes/provenance-loader.graphql.js';
import type { TrainerUserLoader } from '../modules/trainers/trainer-user-loader.graphql.js';
import type { Engine } from '../workflow/engine.js';

/** What one GraphQL operation works with. Loaders live as long as the operation, so that nothing stale is ever served. */
export interface GraphqlContext {
  database: Database;
  /** Milliseconds since 1970. */
  now: () => number;
  newId: () => string;
  requestId: string;
  events: EventHub;
  /** Absent in a process that serves no chains. */
  engine?: Engine;
  /** Who asks; null: nobody said who they are. */
  principal: Principal | null;
  /** Yoga's own; absent over WebSocket. */
  request?: Request;
  trainerUsers: TrainerUserLoader;
  provenance: ProvenanceLoader;
}

/** Who asks. Throws a `GraphQLError` with the code UNAUTHENTICATED where nobody said who they are. */
export function principalOf({ principal }: Pick<GraphqlContext, 'principal'>): Principal {
  if (principal) return principal;
  throw unauthenticated();
}

/** The answer to those who did not say who they are. */
export const unauthenticated = (): GraphQLError =>
  new GraphQLError('Sign in, or send a key, to ask this.', {
    extensions: {
      code: 'UNAUTHENTICATED',
      remedy: 'Sign in at /sign-in, or send an API key in the header x-api-key.',
      http: { status: 401 },
    },
  });

/** What acts are given of the context: what use cases need, and the request's id for their audit. */
export const actDependencies = ({ database, newId, now, requestId }: GraphqlContext) => ({
  database,
  newId,
  now,
  correlationId: requestId,
});

/** The engine that chains run on. Throws a `GraphQLError` with the code CHAINS_NOT_SERVED where this process has none. */
export function engineOf({ engine }: GraphqlContext): Engine {
  if (engine) return engine;
  throw new GraphQLError('This process serves no chains.', {
    extensions: { code: 'CHAINS_NOT_SERVED', remedy: 'Ask the API that was started together with the worker.' },
  });
}
