import type { Principal } from '@rollcall/domain/permission/principal';
import { GraphQLError } from 'graphql';
import type { Accounts } from '../access/accounts.js';
import type { CallerHeaders } from '../access/authenticator.js';
import type { Database } from '../dependencies.js';
import type { EventHub } from '../events/event-hub.js';
import type { IdentifierVault } from '../identifiers/identifier-vault.js';
import type { Logger } from '../logger.js';
import type { ProvenanceLoader } from '../modules/changes/provenance-loader.graphql.js';
import type { PlanSync } from '../modules/sync/preview-course-run.js';
import type { SyncInput, SyncStart } from '../modules/sync/sync-input.js';
import type { TrainerUserLoader } from '../modules/trainers/trainer-user-loader.graphql.js';
import type { Settings } from '../settings/settings.js';
import type { SsgSource } from '../upstream/ssg-source.js';
import type { Engine } from '../workflow/engine.js';

/** What one GraphQL operation works with. Loaders live as long as the operation, so that nothing stale is ever served. */
export interface GraphqlContext {
  database: Database;
  /** Hashes identifiers that are searched for, and opens one that a person may see. */
  identifiers: Pick<IdentifierVault, 'hash' | 'open'>;
  /** Sessions, one-time links and keys. */
  accounts: Accounts;
  settings: Settings;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
  newId: () => string;
  requestId: string;
  events: EventHub;
  /** Where trainers are asked for at once, beside the syncs. */
  ssg: SsgSource;
  /** Begins a sync that goes on after the answer; the server waits for it when it ends. */
  beginSync: (input: SyncInput) => Promise<SyncStart>;
  /** Plans a sync and writes nothing. */
  planSync: PlanSync;
  /** Absent in a process that serves no chains. */
  engine?: Engine;
  /** Who asks; null: nobody said who they are. */
  principal: Principal | null;
  /** Takes points from what the caller may spend in a minute. Throws a `GraphQLError` with the code RATE_LIMITED. */
  spend: (points: number) => Promise<void>;
  /** Absent over WebSocket. */
  request?: { method: string; headers: CallerHeaders };
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
