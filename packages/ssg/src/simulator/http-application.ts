import type { TLSSocket } from 'node:tls';
import express, { type Express, type Request, type Response } from 'express';
import { OPERATIONS, type OperationName } from '../wire/operations.js';
import { gatewayError } from './answers.js';
import type { StartedCall, WritableCallLog } from './call-log.js';
import { createControlRoutes } from './control.js';
import { strike } from './disturbance.js';
import { exchange, type SimulatorParts } from './exchange.js';
import { plainReply, type Reply } from './reply.js';
import { answerTokenRequest, TOKEN_PATHS } from './token-endpoint.js';

/** The simulator's routes: those of the operation table, the token endpoint, the control endpoints, and a 404 for the rest. */
export function createSimulatorApplication(parts: SimulatorParts, calls: WritableCallLog): Express {
  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.use('/__simulator', createControlRoutes(parts, calls));
  // Bodies are cipher text, JSON or a form, whatever their content type claims.
  application.use(express.text({ type: () => true, limit: '10mb' }));

  application.post(
    TOKEN_PATHS,
    logged(calls, 'token', (request, log) => answerToken(parts, request, log)),
  );
  for (const [operation, { method, path }] of Object.entries(OPERATIONS) as [
    OperationName,
    (typeof OPERATIONS)[OperationName],
  ][]) {
    const handler = logged(calls, operation, (request, log) => answerOperation(parts, operation, request, log));
    const route = path.replace(/\{(\w+)\}/g, ':$1');
    if (method === 'GET') application.get(route, handler);
    else application.post(route, handler);
  }
  application.use(logged(calls, 'unknown', async () => plainReply(gatewayError(404, 'Requested endpoint not found'))));
  return application;
}

function logged(
  calls: WritableCallLog,
  operation: string,
  answer: (request: Request, log: StartedCall) => Promise<Reply | null>,
) {
  return async (request: Request, response: Response): Promise<void> => {
    const correlationId = request.get('x-correlation-id') ?? null;
    const log = calls.start({ operation, method: request.method, path: request.path, correlationId });
    response.once('close', () => log.finish(response.writableFinished ? response.statusCode : null));
    const reply = await answer(request, log);
    if (reply === null) {
      request.socket.destroy();
      return;
    }
    response.status(reply.status).set({ 'content-type': reply.contentType, ...reply.headers });
    response.end(reply.text);
  };
}

async function answerToken(parts: SimulatorParts, request: Request, log: StartedCall): Promise<Reply | null> {
  const faults = parts.faults.choose({ operation: 'token' });
  const context = { backEnd: 'mysf', seed: parts.state.seed, now: parts.now(), stopping: parts.stopping } as const;
  for (const moment of ['before-effect', 'after-effect'] as const) {
    const replacement = await strike(faults, moment, context);
    if (replacement?.kind === 'hang-up') return null;
    if (replacement?.kind === 'reply') return replacement.reply;
    if (replacement?.kind === 'answer') return plainReply(replacement.answer);
  }
  const answer = answerTokenRequest(request.get('authorization'), textOf(request), parts.apps, parts.tokens);
  if (answer.app !== undefined) log.from(answer.app);
  return plainReply(answer);
}

function answerOperation(
  parts: SimulatorParts,
  operation: OperationName,
  request: Request,
  log: StartedCall,
): Promise<Reply | null> {
  return exchange(
    parts,
    {
      operation,
      parameters: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
      query: new URL(request.originalUrl, 'http://localhost').searchParams,
      headers: request.headers,
      certificateFingerprint: fingerprintOf(request),
      body: textOf(request),
    },
    log,
  );
}

const textOf = (request: Request): string => (typeof request.body === 'string' ? request.body : '');

/** Only certificates that lead to a trusted authority count, as with rejection at the handshake. */
function fingerprintOf({ socket }: Request): string | null {
  const secure = socket as Partial<TLSSocket>;
  if (secure.authorized !== true || secure.getPeerCertificate === undefined) return null;
  return secure.getPeerCertificate().fingerprint256 ?? null;
}
