import { readFileSync } from 'node:fs';
import { createSsgClient, type SsgClient } from '@rollcall/ssg/client';
import type { Pool } from 'pg';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics.js';
import type { Settings } from '../settings/settings.js';
import { countCalls } from './count-calls.js';
import { createPacer } from './pacing.js';
import { ssgAuthentication } from './ssg-authentication.js';
import { createCallHooks } from './ssg-call-hooks.js';

/** A provider, as far as SSG knows it. */
export interface SsgProvider {
  id: string;
  uen: string;
  code: string;
}

export interface ClientObserver {
  /** Called once per HTTP attempt, tokens included. */
  onCall?: (() => void) | undefined;
}

/** Makes clients that speak for one provider: its credentials, its pace, our log. */
export interface SsgSource {
  /** The caller closes the client. */
  clientFor(provider: SsgProvider, observer?: ClientObserver): SsgClient;
}

/** Where SSG is: the configured host, else the simulator on this machine. */
export const ssgBaseUrl = (settings: Settings): string =>
  settings.ssg.baseUrl ?? `http://127.0.0.1:${settings.ssg.simulatorPort}`;

export function createSsgSource(parts: { settings: Settings; pool: Pool; log: Logger; metrics: Metrics }): SsgSource {
  const { ssg } = parts.settings;
  return {
    clientFor: (provider, observer = {}) => {
      const credentials = ssg.credentialsByUen.get(provider.uen) ?? ssg.credentials;
      const { auth, encryptionKey } = ssgAuthentication({
        credentials,
        provider,
        speaksToSimulator: ssg.baseUrl === null,
        readFile: (file) => readFileSync(file, 'utf8'),
        authorityFile: ssg.authorityFile,
      });
      const pacer = createPacer({ pool: parts.pool, providerId: provider.id, upstream: 'ssg', intervalMs: ssg.rateLimitMs });
      return createSsgClient({
        baseUrl: ssgBaseUrl(parts.settings),
        ...(ssg.tokenUrl && { tokenUrl: ssg.tokenUrl }),
        auth,
        ...(encryptionKey && { encryptionKey }),
        timeoutMs: ssg.timeoutMs,
        environment: ssg.environment,
        apiVersions: ssg.apiVersions,
        limiter: countCalls(pacer, observer.onCall),
        ...createCallHooks(parts.log.child({ provider: provider.uen }), parts.metrics),
      });
    },
  };
}
