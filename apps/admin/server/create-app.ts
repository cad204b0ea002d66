import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { createRequestHandler } from '@remix-run/express';
import type { AppLoadContext, ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { answerErrors } from './answer-errors.js';
import { CONSOLE_KEY } from './console-key.js';
import { contentSecurityPolicy, nonceOf } from './content-security-policy.js';
import { readableFailures } from './readable-failures.js';
import { requireReadableForms } from './readable-forms.js';
import { relayIdentity } from './relay-identity.js';
import { requireSameOrigin } from './same-origin.js';
import type { Settings } from './settings.js';

/**
 * The console as an HTTP server: its files, the API's identity pages, and Remix for the rest.
 * @param clientFolder what the browser loads, as the build left it
 */
export function createApp(options: { settings: Settings; build: ServerBuild; clientFolder: string; log: Logger }): Express {
  const { settings, build, clientFolder, log } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', settings.trustProxy);
  app.get('/healthz', (_request, response) => void response.type('text/plain').send('ok\n'));
  app.use(relayIdentity({ apiUrl: settings.apiUrl, key: settings.key, log }));
  app.use((_request, response, next) => {
    response.locals['nonce'] = randomBytes(16).toString('base64');
    next();
  });
  app.use(contentSecurityPolicy({ https: settings.publicUrl.protocol === 'https:' }));
  app.use(
    compression({
      filter: (request, response) => !isStream(response.getHeader('content-type')) && compression.filter(request, response),
    }),
  );
  // Names of built files change with what is in them.
  app.use('/assets', express.static(path.join(clientFolder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }));
  app.use(express.static(clientFolder, { maxAge: '1h', index: false }));
  app.use(requireReadableForms, requireSameOrigin(settings.publicUrl));
  app.all(
    '*',
    createRequestHandler({
      build: readableFailures(build),
      mode: 'production',
      getLoadContext: (request, response): AppLoadContext => ({
        nonce: nonceOf(response),
        apiUrl: settings.apiUrl,
        apiHeaders: settings.key === null ? {} : { [CONSOLE_KEY]: settings.key },
        secureCookies: settings.publicUrl.protocol === 'https:',
        callerAddress: request.ip ?? '',
        requestId: randomUUID(),
        log,
      }),
    }),
  );
  app.use(answerErrors(log));
  return app;
}

const isStream = (contentType: unknown): boolean => String(contentType ?? '').startsWith('text/event-stream');
