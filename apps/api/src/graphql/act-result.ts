import type { ObjectRef } from '@pothos/core';
import { ActRefusal, REFUSAL_CODES, type RefusalCode } from '../acts/act-refusal.js';
import { globalIdOf } from '../contract/global-id.js';
import { chainRunGlobalId } from '../modules/chains/chain-run-id.js';
import { UnknownScheduleError } from '../modules/schedules/change-schedule.js';
import { UnknownProviderError } from '../modules/training-providers/unknown-provider.js';
import { UnknownChainError } from '../workflow/chain-registry.js';
import { UnknownChainRunError } from '../workflow/chain-run-row.js';
import { RefusedError } from '../workflow/refused-error.js';
import { WrongStartError } from '../workflow/start-chain-run.js';
import { builder } from './builder.js';

/** An expected failure of a mutation, as a value. */
export interface ActFailure {
  code: RefusalCode;
  message: string;
  remedy: string;
  /** Where in the arguments the cause stands: `['input', 'chain']`; empty where it stands in none of them. */
  path: readonly string[];
  /** Set with STALE_VERSION: the version as it is now. */
  currentVersion?: number;
  /** Set with ALREADY_RUNNING. */
  chainRunNumber?: string;
  /** Set with SYNC_RUNNING: row id of the batch at work. */
  syncBatchId?: string;
}

const Code = builder.enumType('ActErrorCode', {
  description: 'What kind of expected failure a mutation met.',
  values: Object.fromEntries(
    Object.entries(REFUSAL_CODES).map(([code, description]) => [code, { value: code as RefusalCode, description }]),
  ),
});

builder.mutationType({
  description:
    'Acts. Each needs somebody who may do it, is asked for by POST with JSON, and answers its success or one of the failures that can be expected of it.',
});

const ActError = builder.interfaceRef<ActFailure>('ActError').implement({
  description: 'An expected failure of a mutation: nothing was changed.',
  fields: (t) => ({
    code: t.field({ type: Code, description: 'What kind of failure.', resolve: ({ code }) => code }),
    message: t.exposeString('message', { description: 'What happened, in one sentence.' }),
    remedy: t.exposeString('remedy', { description: 'What to do next.' }),
    path: t.stringList({
      resolve: ({ path }) => [...path],
      description: 'Where in the arguments the cause stands: `["input", "chain"]`; empty where in none.',
    }),
  }),
});

const failure = (name: string, description: string) =>
  builder.objectRef<ActFailure>(name).implement({ interfaces: [ActError], description });

const FAILURES: Record<RefusalCode, ObjectRef<typeof builder.$inferSchemaTypes, ActFailure>> = {
  NOT_FOUND: failure('NotFoundError', REFUSAL_CODES.NOT_FOUND),
  INVALID_INPUT: failure('InvalidInputError', REFUSAL_CODES.INVALID_INPUT),
  REFUSED: failure('RefusedError', REFUSAL_CODES.REFUSED),
  FORBIDDEN: failure('ForbiddenError', REFUSAL_CODES.FORBIDDEN),
  STALE_VERSION: builder.objectRef<ActFailure>('StaleVersionError').implement({
    interfaces: [ActError],
    description: REFUSAL_CODES.STALE_VERSION,
    fields: (t) => ({
      currentVersion: t.int({ description: 'The version as it is now.', resolve: (stale) => stale.currentVersion ?? 0 }),
    }),
  }),
  ALREADY_RUNNING: builder.objectRef<ActFailure>('AlreadyRunningError').implement({
    interfaces: [ActError],
    description: REFUSAL_CODES.ALREADY_RUNNING,
    fields: (t) => ({
      chainRunId: t.id({
        description: 'Global id of the run at work.',
        resolve: (run) => chainRunGlobalId(run.chainRunNumber ?? ''),
      }),
      chainRunNumber: t.string({ description: 'Its number.', resolve: ({ chainRunNumber }) => chainRunNumber ?? '' }),
    }),
  }),
  SYNC_RUNNING: builder.objectRef<ActFailure>('SyncRunningError').implement({
    interfaces: [ActError],
    description: REFUSAL_CODES.SYNC_RUNNING,
    fields: (t) => ({
      syncBatchId: t.id({
        description: 'Global id of the batch at work.',
        resolve: ({ syncBatchId }) => globalIdOf('SyncBatch', syncBatchId ?? ''),
      }),
    }),
  }),
};

const NAMES: Record<RefusalCode, string> = {
  NOT_FOUND: 'NotFoundError',
  INVALID_INPUT: 'InvalidInputError',
  REFUSED: 'RefusedError',
  FORBIDDEN: 'ForbiddenError',
  STALE_VERSION: 'StaleVersionError',
  ALREADY_RUNNING: 'AlreadyRunningError',
  SYNC_RUNNING: 'SyncRunningError',
};

/** The result of a mutation: `success`, or one of the failures named. */
export function actResult<Success extends object>(
  name: string,
  success: { name: string; ref: ObjectRef<typeof builder.$inferSchemaTypes, Success> },
  codes: readonly RefusalCode[],
) {
  return builder.unionType(name, {
    description: `What became of it: \`${success.name}\`, or an expected failure.`,
    types: [success.ref, ...codes.map((code) => FAILURES[code])],
    resolveType: (value) => (isFailure(value) ? NAMES[value.code] : success.name),
  });
}

const isFailure = (value: object): value is ActFailure => 'code' in value && 'remedy' in value;

/** What an expected error of a use case is to its caller. Throws every other error as it is, to be masked. */
export function failureOf(error: unknown): ActFailure {
  if (error instanceof ActRefusal) {
    const { code, message, remedy, path, currentVersion, syncBatchId } = error;
    return {
      code,
      message,
      remedy,
      path,
      ...(currentVersion !== undefined && { currentVersion }),
      ...(syncBatchId !== undefined && { syncBatchId }),
    };
  }
  const known = EXPECTED.find(({ types }) => types.some((type) => error instanceof type));
  if (!known || !(error instanceof Error) || !('remedy' in error)) throw error;
  return { code: known.code, message: error.message, remedy: String(error.remedy), path: known.path };
}

const EXPECTED: { types: (abstract new (...args: never[]) => Error)[]; code: RefusalCode; path: string[] }[] = [
  { types: [UnknownChainError], code: 'NOT_FOUND', path: ['input', 'chain'] },
  { types: [UnknownProviderError], code: 'NOT_FOUND', path: ['input', 'provider'] },
  { types: [UnknownChainRunError], code: 'NOT_FOUND', path: ['input', 'chainRunId'] },
  { types: [UnknownScheduleError], code: 'NOT_FOUND', path: ['input', 'scheduleId'] },
  { types: [WrongStartError], code: 'INVALID_INPUT', path: ['input'] },
  { types: [RefusedError], code: 'REFUSED', path: [] },
];

/** The act's success, or its expected failure as a value. */
export async function answerAct<Success extends object>(act: () => Promise<Success | ActFailure>): Promise<Success | ActFailure> {
  try {
    return await act();
  } catch (error) {
    return failureOf(error);
  }
}
