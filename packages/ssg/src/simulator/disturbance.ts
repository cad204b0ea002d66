import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, gatewayError, mysfError, tpgError } from './answers.js';
import type { FaultEffect } from './fault-rule.js';
import type { ChosenFault } from './faults.js';
import type { PagingDisturbance } from './paging.js';
import { createRandom } from './prng.js';
import type { ErrorShape, Reply } from './reply.js';

/** What the chosen faults do to one call, once the call's own answer would be known. */
export interface Disturbance {
  paging: PagingDisturbance;
  errorShape: ErrorShape | null;
  wrongKey: boolean;
  plainAnswer: boolean;
  /** HTTP 200 around this failure. */
  innerFailure: Answer | null;
}

type Moment = 'before-effect' | 'after-effect';

/** What takes the place of the real answer. An `answer` is still encrypted like any other, a `reply` goes out as it is. */
export type Replacement = { kind: 'answer'; answer: Answer } | { kind: 'reply'; reply: Reply } | { kind: 'hang-up' };

export interface FaultContext {
  backEnd: 'mysf' | 'tpg';
  seed: number;
  /** Epoch milliseconds, for Retry-After dates. */
  now: number;
  /** Aborted when the simulator stops. */
  stopping: AbortSignal;
}

/** The quiet part of the faults: those that bend the answer instead of replacing it. */
export function disturbanceOf(faults: readonly ChosenFault[], { backEnd, seed }: FaultContext): Disturbance {
  const disturbance: Disturbance = { paging: {}, errorShape: null, wrongKey: false, plainAnswer: false, innerFailure: null };
  for (const { id, effect } of faults) {
    Object.assign(disturbance.paging, pagingOf(effect, seed, id));
    if (effect.kind === 'error-shape') disturbance.errorShape = effect.shape;
    if (effect.kind === 'wrong-key') disturbance.wrongKey = true;
    if (effect.kind === 'plain-answer') disturbance.plainAnswer = true;
    if (effect.kind === 'inner-status') disturbance.innerFailure = { ...failureOf(effect, backEnd), httpStatus: 200 };
  }
  return disturbance;
}

/** Waits as the faults of this moment want, and then says what they put in place of the answer, if anything. */
export async function strike(faults: readonly ChosenFault[], moment: Moment, context: FaultContext): Promise<Replacement | null> {
  const due = faults.filter(({ effect }) => momentOf(effect) === moment);
  for (const { effect, cleared } of due) {
    if (effect.kind === 'delay') await interruptibleDelay(effect.milliseconds, context.stopping);
    if (effect.kind === 'hold') await cleared;
  }
  for (const { effect } of due) {
    const replacement = replacementOf(effect, context);
    if (replacement !== null) return replacement;
  }
  return null;
}

function momentOf(effect: FaultEffect): Moment | null {
  if ('when' in effect) return effect.when;
  return effect.kind === 'rate-limited' ? 'before-effect' : null;
}

function replacementOf(effect: FaultEffect, { backEnd, now }: FaultContext): Replacement | null {
  switch (effect.kind) {
    case 'hang-up':
      return { kind: 'hang-up' };
    case 'raw':
      return { kind: 'reply', reply: effect };
    case 'rate-limited':
      return { kind: 'reply', reply: rateLimitedReply(effect.retryAfter, now) };
    case 'status':
      if (effect.body === 'envelope') return { kind: 'answer', answer: failureOf(effect, backEnd) };
      return { kind: 'reply', reply: brokenReply(effect.status, effect.body, effect.message) };
    default:
      return null;
  }
}

function pagingOf(effect: FaultEffect, seed: number, id: string): PagingDisturbance {
  switch (effect.kind) {
    case 'page-clamp':
      return { largestPage: effect.pageSize };
    case 'shuffle':
      return { shuffle: createRandom(seed, 'shuffle', id) };
    case 'repeat-page':
      return { repeatFromPage: effect.fromPage };
    case 'overlap':
      return { overlap: effect.rows };
    case 'claimed-total':
      return { claimedTotal: effect.total };
    case 'truncate':
      return { cutAfter: effect.rows };
    default:
      return {};
  }
}

function failureOf(
  effect: { status: number; message: string; details: { field: string; message: string }[] },
  backEnd: 'mysf' | 'tpg',
): Answer {
  const { status, message, details } = effect;
  return backEnd === 'mysf' ? mysfError(status, message, details) : tpgError(status, message, details);
}

function brokenReply(status: number, body: 'gateway' | 'html' | 'empty', message: string): Reply {
  switch (body) {
    case 'gateway':
      return { status, contentType: 'application/json; charset=utf-8', text: JSON.stringify(gatewayError(status, message).body) };
    case 'html':
      return { status, contentType: 'text/html', text: `<html><body><h1>${status}</h1><p>${message}</p></body></html>` };
    case 'empty':
      return { status, contentType: 'text/plain', text: '' };
  }
}

/** SSG has never been seen to answer 429; this is what its gateway product would send (ssg-api.md §3.2). */
function rateLimitedReply(retryAfter: { seconds: number } | { dateInSeconds: number } | undefined, now: number): Reply {
  const text = JSON.stringify({ error: 'Rate limit exceeded' });
  const reply = { status: 429, contentType: 'application/json; charset=utf-8', text };
  if (retryAfter === undefined) return reply;
  const value =
    'seconds' in retryAfter ? String(retryAfter.seconds) : new Date(now + retryAfter.dateInSeconds * 1000).toUTCString();
  return { ...reply, headers: { 'retry-after': value } };
}

/** A stopping simulator ends the wait at once; that is the purpose of the signal, so its rejection is no failure. */
async function interruptibleDelay(milliseconds: number, stopping: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal: stopping });
  } catch (error) {
    if (!stopping.aborted) throw error;
  }
}
