import { GraphQLError } from 'graphql';
import type { Database } from '../dependencies.js';
import type { EventHub } from '../events/event-hub.js';
import type { KeyCheck } from '../http/api-key.js';
import type { ProvenanceLoader } from '../modules/changes/provenance-loader.graphql.js';
import type { TrainerUserLoader } from '../modules/trainers/trainer-user-loader.graphql.js';
import type { Engine } from '../workflow/engine.js';

/** Who asks. Nobody has an account yet: whoever sends the installation's key acts as that key. */
export type Viewer = { kind: 'anonymous' } | ApiKeyViewer;

export interface ApiKeyViewer {
  kind: 'api_key';
  name: string;
}

/** What one GraphQL operation works with. Loaders live as long as the operation, so that nothing stale is ever served. */
export interface GraphqlContext {
  database: Database;
  /** Milliseconds since 1970. */
  now: () => number;
  requestId: string;
  events: EventHub;
  /** Absent in a process that serves no chains. */
  engine?: Engine;
  /** Absent: anonymous. */
  viewer?: Viewer;
  /** Yoga's own; absent over WebSocket. */
  request?: Request;
  trainerUsers: TrainerUserLoader;
  provenance: ProvenanceLoader;
}

/** Who sent a request, by its header `x-api-key`. */
export const viewerOf = (request: Request | undefined, checkKey: KeyCheck): Viewer =>
  checkKey(request?.headers.get('x-api-key')) === 'right' ? { kind: 'api_key', name: 'external' } : { kind: 'anonymous' };

/** Who acts. Throws a `GraphQLError` with the code UNAUTHENTICATED for those who may not. */
export function actorOf({ viewer }: GraphqlContext): ApiKeyViewer {
  if (viewer?.kind === 'api_key') return viewer;
  throw new GraphQLError('Mutations need the key of this installation.', {
    extensions: {
      code: 'UNAUTHENTICATED',
      remedy:
        'Send the value of EXTERNAL_API_KEY_FOR_CLAWDBOT in the header x-api-key. Where none is set, set one (at least 16 characters) and start again.',
      http: { status: 401 },
    },
  });
}

/** The engine that chains run on. Throws a `GraphQLError` with the code CHAINS_NOT_SERVED where this process has none. */
export function engineOf({ engine }: GraphqlContext): Engine {
  if (engine) return engine;
  throw new GraphQLError('This process serves no chains.', {
    extensions: { code: 'CHAINS_NOT_SERVED', remedy: 'Ask the API that was started together with the worker.' },
  });
}
