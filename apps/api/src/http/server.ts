import type { Server } from 'node:http';
import express, { type Express } from 'express';
import type { Authenticator } from '../access/authenticator.js';
import { createAuthenticator } from '../access/create-authenticator.js';
import type { Dependencies } from '../dependencies.js';
import { createEventChannel } from '../events/create-event-channel.js';
import { createEventHub, type EventHub } from '../events/event-hub.js';
import { createGraphqlEndpoint, type GraphqlEndpoint } from '../graphql/graphql-handler.js';
import { acceptSockets, routeUpgrades } from '../graphql/websocket-upgrade.js';
import { beginSync } from '../modules/sync/begin-sync.js';
import { dryRunSync } from '../modules/sync/dry-run.js';
import type { SyncInput, SyncStart } from '../modules/sync/sync-input.js';
import type { Engine } from '../workflow/engine.js';
import { refuseForeignHosts } from './allowed-hosts.js';
import { answerErrors, answerMethodNotAllowed, answerNotFound } from './answer-errors.js';
import { readCallerAddress } from './caller-address.js';
import { answerOrigins } from './cors.js';
import { answerExport } from './exports.js';
import { createExpressServer } from './express-server.js';
import { mountExternalTrigger, type TriggerTools } from './external-trigger.js';
import { answerHealthz, answerMetrics, answerReadyz } from './health.js';
import { answerLandingPage } from './landing-page.js';
import { logRequests } from './log-requests.js';
import { createOrigins, type Origins } from './origins.js';
import { type MountedPages, mountPages } from './pages/mount-pages.js';
import { identifyRequest } from './request-context.js';
import { createRunningSyncs } from './running-syncs.js';
import { securityHeaders } from './security-headers.js';

export interface ServerOptions {
  /** 0 takes any free port. */
  port: number;
  /** Default: that of the settings, which judge whether others may reach it. */
  host?: string;
  /** How a sync begins. Tests pass their own. */
  beginSync?: TriggerTools['beginSync'];
  /** How callers are known. Tests pass their own. */
  authenticator?: Authenticator;
  /** Where events of chain runs arrive. Default: a hub of the server's own, closed with it. */
  events?: EventHub;
  /** What chains run on; without it the API answers no question about declared chains and starts none. */
  engine?: Engine;
}

export interface RunningServer {
  url: string;
  port: number;
  /** Takes no more requests, ends subscriptions, stops the syncs begun here at a safe point and waits for them and for open requests. May be called again. */
  close(): Promise<void>;
}

/** Starts the API: GraphQL, the external trigger, health and metrics. Throws Node's error where the port cannot be used. */
export async function startServer(deps: Dependencies, options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? deps.settings.apiHost;
  const runningSyncs = createRunningSyncs(deps.log);
  const events = options.events ?? ownEventHub(deps);
  const authenticator = options.authenticator ?? createAuthenticator(deps);
  const origins = createOrigins(deps.settings);
  const tools: TriggerTools = { beginSync: options.beginSync ?? beginSync, runningSyncs };
  const graphql = createGraphqlEndpoint({
    ...deps,
    beginSync: (input) => beginTracked(deps, tools, input),
    planSync: (input, wait) => dryRunSync(deps, input, wait),
    events,
    authenticator,
    origins,
    ...(options.engine && { engine: options.engine }),
  });
  const { app, pages } = createApp(deps, graphql, origins, tools);
  const server = createExpressServer({ requestTimeout: 30_000 }, app);
  routeUpgrades(server, app);
  const port = await listen(server, options.port, host);

  let closing: Promise<void> | undefined;
  const close = async () => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    // A connection whose answer ends now is not kept open for another request.
    server.keepAliveTimeout = 1;
    // Sockets say goodbye first, so that their subscribers know the stream from one that has ended.
    await graphql.sockets.close();
    events.endSubscriptions();
    if (events !== options.events) await events.close();
    // A request may still begin a sync until the last one is answered; it gets a signal that is aborted already.
    await Promise.all([closed, runningSyncs.stop()]);
    await runningSyncs.stop();
    graphql.close();
    await pages.settled();
  };
  return {
    port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Begins a sync that goes on after its request was answered; the server ends only after it. */
async function beginTracked(deps: Dependencies, tools: TriggerTools, input: SyncInput): Promise<SyncStart> {
  const start = await tools.beginSync(deps, input, { signal: tools.runningSyncs.signal });
  if (start.kind === 'begun') tools.runningSyncs.track(start.runId, start.finished);
  return start;
}

function ownEventHub({ settings, database: { pool }, log }: Dependencies): EventHub {
  return createEventHub({ pool, log, channel: createEventChannel({ eventsUrl: settings.eventsUrl, pool, log }) });
}

function createApp(
  deps: Dependencies,
  graphql: GraphqlEndpoint,
  origins: Origins,
  tools: TriggerTools,
): { app: Express; pages: MountedPages } {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(identifyRequest, readCallerAddress(deps), logRequests(deps.log), securityHeaders, refuseForeignHosts(deps.settings));
  const readOnly = answerMethodNotAllowed('GET, HEAD');
  // First, because each route before it is looked at with every request.
  app.route('/graphql').all(answerOrigins(origins)).get(acceptSockets(graphql.sockets, origins)).all(graphql.answer);
  app.route('/').get(answerLandingPage(deps.settings)).all(readOnly);
  app.route('/healthz').get(answerHealthz).all(readOnly);
  app.route('/readyz').get(answerReadyz(deps.database.pool)).all(readOnly);
  app.route('/metrics').get(answerMetrics(deps.metrics)).all(readOnly);
  app.route('/exports/:id').get(answerExport(deps)).all(readOnly);
  mountExternalTrigger(app, deps, tools);
  const pages = mountPages(app, deps);
  app.use(answerNotFound);
  app.use(answerErrors(deps.log));
  return { app, pages };
}

/** Resolves with the port, which is the system's choice for 0. */
function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
