import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { BUILT_IN_APPS, registerApps, type SimulatedApp } from './apps.js';
import { type CallLog, createCallLog } from './call-log.js';
import { singaporeInstant } from './dates.js';
import type { SimulatorParts } from './exchange.js';
import { createFaults, type Faults } from './faults.js';
import { createSimulatorApplication } from './http-application.js';
import { createOperationHandlers } from './operation-handlers.js';
import { createSimulatedState, type SimulatedState, type StateOptions } from './state.js';
import { createTokenOffice } from './tokens.js';

export interface SimulatorOptions extends StateOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default: `BUILT_IN_APPS`, two OAuth apps for every provider, one in plain JSON and one that encrypts. */
  apps?: readonly SimulatedApp[];
  /** HTTPS. Certificate apps need it; OAuth apps work on it as well. */
  tls?: {
    keyPem: string;
    certificatePem: string;
    /** Who signed the client certificates. Self-signed ones of the apps are trusted without it. */
    clientAuthorityPem?: string;
  };
  /** What the simulator takes for the present moment. Default: noon of `today` in Singapore, and running. */
  clock?: () => Date;
  /** Default 3600. */
  tokenLifetimeSeconds?: number;
  behaviour?: SimulatorParts['behaviour'];
}

export interface Simulator {
  /** Without a trailing slash. */
  url: string;
  port: number;
  state: SimulatedState;
  calls: CallLog;
  faults: Faults;
  /** Access tokens given out so far open nothing from now on. */
  expireTokens(): void;
  /** Cuts open connections, ends held and delayed calls, frees the port. A second call does nothing. */
  stop(): Promise<void>;
}

/** Starts SSG on this machine (ssg-api.md §11). Throws when the dataset, a key, a certificate or the port cannot be used. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { host = '127.0.0.1', port = 0, apps = BUILT_IN_APPS, tls } = options;
  if (tls === undefined && apps.some(({ auth }) => auth.kind === 'certificate')) {
    throw new Error('A certificate app needs HTTPS: give the simulator `tls` with a server key and certificate.');
  }
  const state = await createSimulatedState(options);
  const now = clockOf(options);
  const stopping = new AbortController();
  const calls = createCallLog(now);
  const everyUen = state.providers().map(({ uen }) => uen);
  const parts: SimulatorParts = {
    state,
    apps: registerApps(apps, everyUen),
    tokens: createTokenOffice(state.seed, options.tokenLifetimeSeconds ?? 3600, now),
    faults: createFaults(),
    handlers: createOperationHandlers(),
    behaviour: options.behaviour ?? {},
    now,
    stopping: stopping.signal,
  };
  const server = createServer(createSimulatorApplication(parts, calls), apps, tls);
  const address = await listen(server, port, host);
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    state,
    calls,
    faults: parts.faults,
    expireTokens: () => parts.tokens.expireAll(),
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      parts.faults.clear();
      // No new connections first, then the open ones: none can slip in between.
      const closed = new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A client without a certificate gets a proper refusal instead of a broken handshake, and OAuth apps need none. */
function createServer(listener: RequestListener, apps: readonly SimulatedApp[], tls: SimulatorOptions['tls']): Server {
  if (tls === undefined) return createHttpServer(listener);
  const uploaded = apps.flatMap(({ auth }) => (auth.kind === 'certificate' ? [auth.certificatePem] : []));
  return createHttpsServer(
    {
      key: tls.keyPem,
      cert: tls.certificatePem,
      ca: [...(tls.clientAuthorityPem === undefined ? [] : [tls.clientAuthorityPem]), ...uploaded],
      requestCert: true,
      rejectUnauthorized: false,
    },
    listener,
  );
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The simulator has no TCP address.'));
      else resolve(address);
    });
  });
}

/** The default clock starts at noon of the simulated day, so that "today" is the same day in Singapore and in UTC. */
function clockOf({ clock, today }: SimulatorOptions): () => number {
  if (clock !== undefined) return () => clock().getTime();
  const startedAt = performance.now();
  return () => singaporeInstant(today, 12 * 3600) + Math.floor(performance.now() - startedAt);
}
