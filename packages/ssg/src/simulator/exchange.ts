import { createCipher } from '../wire/cipher.js';
import { OPERATIONS, type OperationName } from '../wire/operations.js';
import type { Answer } from './answers.js';
import type { RegisteredApp } from './apps.js';
import type { StartedCall } from './call-log.js';
import { type Disturbance, disturbanceOf, type FaultContext, type Replacement, strike } from './disturbance.js';
import type { FaultChooser } from './faults.js';
import { type ArrivingRequest, admit, identify, readBody } from './gateway.js';
import type { OperationHandler, SimulatorBehaviour } from './operation-call.js';
import { type ErrorShape, encryptedReply, plainReply, type Reply } from './reply.js';
import type { SimulatedState } from './state.js';
import { subjectOf } from './subject.js';
import type { TokenOffice } from './tokens.js';

/** A key that no app has: what a provider sees when the portal holds another key than his configuration. */
const OTHER_CIPHER = createCipher(Buffer.alloc(32, 'another key').toString('base64'));

/** Everything a running simulator consists of, besides its sockets. */
export interface SimulatorParts {
  state: SimulatedState;
  apps: readonly RegisteredApp[];
  tokens: TokenOffice;
  faults: FaultChooser;
  handlers: Record<OperationName, OperationHandler>;
  behaviour: SimulatorBehaviour & { requireUenHeader?: boolean; errorShape?: ErrorShape };
  /** Epoch milliseconds. */
  now(): number;
  stopping: AbortSignal;
}

export interface ArrivingCall extends ArrivingRequest {
  operation: OperationName;
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
}

/**
 * One call, from the door to the reply: who is it, may they, what did they say, which faults meet them, what does the back end
 * answer, and in which wrapping. `null` means: cut the connection.
 */
export async function exchange(parts: SimulatorParts, call: ArrivingCall, log: StartedCall): Promise<Reply | null> {
  const identified = identify(call, parts.apps, parts.tokens);
  if (!identified.ok) return plainReply(identified.answer);
  const app = identified.value;
  log.from(app.name);

  const quiet = { wrongKey: false, plainAnswer: false, errorShape: null };
  const admitted = admit(call, app, call.operation, parts.behaviour.requireUenHeader ?? false);
  if (!admitted.ok) return wrap(parts, call.operation, app, quiet, admitted.answer);
  const body = readBody(call.body, app, call.operation);
  if (!body.ok) return wrap(parts, call.operation, app, quiet, body.answer);

  const faults = parts.faults.choose(subjectOf(call.operation, call.parameters, call.query, body.value));
  const { backEnd } = OPERATIONS[call.operation];
  const context: FaultContext = { backEnd, seed: parts.state.seed, now: parts.now(), stopping: parts.stopping };
  const disturbance = disturbanceOf(faults, context);
  const send = (replacement: Replacement) => replace(parts, call.operation, app, disturbance, replacement);

  const before = await strike(faults, 'before-effect', context);
  if (before !== null) return send(before);
  const answer = parts.handlers[call.operation]({
    operation: call.operation,
    parameters: call.parameters,
    query: call.query,
    body: body.value,
    uens: app.uens,
    state: parts.state,
    now: parts.now(),
    paging: disturbance.paging,
    behaviour: parts.behaviour,
  });
  const after = await strike(faults, 'after-effect', context);
  if (after !== null) return send(after);
  return wrap(parts, call.operation, app, disturbance, disturbance.innerFailure ?? answer);
}

function replace(
  parts: SimulatorParts,
  operation: OperationName,
  app: RegisteredApp,
  disturbance: Disturbance,
  replacement: Replacement,
): Reply | null {
  if (replacement.kind === 'hang-up') return null;
  if (replacement.kind === 'reply') return replacement.reply;
  return wrap(parts, operation, app, disturbance, replacement.answer);
}

/** Encrypts what the table of operations says is encrypted. The gateway's own refusals are always plain. */
function wrap(
  parts: SimulatorParts,
  operation: OperationName,
  app: RegisteredApp,
  disturbance: Pick<Disturbance, 'wrongKey' | 'plainAnswer' | 'errorShape'>,
  answer: Answer,
): Reply {
  const isFromGateway = !('status' in answer.body);
  const isEncrypted = OPERATIONS[operation].responseEncrypted && app.cipher !== null && !disturbance.plainAnswer;
  if (!isEncrypted || isFromGateway || app.cipher === null) return plainReply(answer);
  const cipher = disturbance.wrongKey ? OTHER_CIPHER : app.cipher;
  return encryptedReply(answer, cipher, disturbance.errorShape ?? parts.behaviour.errorShape ?? 2);
}
