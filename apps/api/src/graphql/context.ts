import type { Database } from '../dependencies.js';
import type { EventHub } from '../events/event-hub.js';
import type { ProvenanceLoader } from '../modules/changes/provenance-loader.graphql.js';
import type { TrainerUserLoader } from '../modules/trainers/trainer-user-loader.graphql.js';

/** What one GraphQL operation works with. Loaders live as long as the operation, so that nothing stale is ever served. */
export interface GraphqlContext {
  database: Database;
  /** Milliseconds since 1970. */
  now: () => number;
  requestId: string;
  events: EventHub;
  trainerUsers: TrainerUserLoader;
  provenance: ProvenanceLoader;
}
