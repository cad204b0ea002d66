import type { ObjectRef } from '@pothos/core';
import { builder } from '../../graphql/builder.js';
import { UnknownChainError } from '../../workflow/chain-registry.js';
import { UnknownChainRunError } from '../../workflow/chain-run-row.js';
import { RefusedError } from '../../workflow/refused-error.js';
import { WrongStartError } from '../../workflow/start-chain-run.js';
import { UnknownScheduleError } from '../schedules/change-schedule.js';
import { UnknownProviderError } from '../training-providers/unknown-provider.js';
import { chainRunGlobalId } from './chain-run-id.js';

const CODES = {
  NOT_FOUND: 'What the input names does not exist.',
  INVALID_INPUT: 'The input does not fit together, or not to what it names.',
  REFUSED: 'It does not fit how things stand.',
  ALREADY_RUNNING: 'The chain is at work for this provider.',
} as const;

type ActErrorCode = keyof typeof CODES;

/** An expected failure of a mutation, as a value. */
export interface ActFailure {
  code: ActErrorCode;
  message: string;
  remedy: string;
  /** Where in the arguments the cause stands: `['input', 'chain']`; empty where it stands in none of them. */
  path: string[];
  /** Set with ALREADY_RUNNING. */
  chainRunNumber?: string;
}

const Code = builder.enumType('ActErrorCode', {
  description: 'What kind of expected failure a mutation met.',
  values: Object.fromEntries(
    Object.entries(CODES).map(([code, description]) => [code, { value: code as ActErrorCode, description }]),
  ),
});

builder.mutationType({
  description:
    'Acts. Each needs the header `x-api-key`, is asked for by POST with JSON, and answers its success or one of the failures that can be expected of it.',
});

const ActError = builder.interfaceRef<ActFailure>('ActError').implement({
  description: 'An expected failure of a mutation: nothing was changed.',
  fields: (t) => ({
    code: t.field({ type: Code, description: 'What kind of failure.', resolve: ({ code }) => code }),
    message: t.exposeString('message', { description: 'What happened, in one sentence.' }),
    remedy: t.exposeString('remedy', { description: 'What to do next.' }),
    path: t.exposeStringList('path', {
      description: 'Where in the arguments the cause stands: `["input", "chain"]`; empty where in none.',
    }),
  }),
});

const failure = (name: string, description: string) =>
  builder.objectRef<ActFailure>(name).implement({ interfaces: [ActError], description });

const FAILURES: Record<ActErrorCode, ObjectRef<typeof builder.$inferSchemaTypes, ActFailure>> = {
  NOT_FOUND: failure('NotFoundError', CODES.NOT_FOUND),
  INVALID_INPUT: failure('InvalidInputError', CODES.INVALID_INPUT),
  REFUSED: failure('RefusedError', CODES.REFUSED),
  ALREADY_RUNNING: builder.objectRef<ActFailure>('AlreadyRunningError').implement({
    interfaces: [ActError],
    description: CODES.ALREADY_RUNNING,
    fields: (t) => ({
      chainRunId: t.id({
        description: 'Global id of the run at work.',
        resolve: (run) => chainRunGlobalId(run.chainRunNumber ?? ''),
      }),
      chainRunNumber: t.string({ description: 'Its number.', resolve: ({ chainRunNumber }) => chainRunNumber ?? '' }),
    }),
  }),
};

const NAMES: Record<ActErrorCode, string> = {
  NOT_FOUND: 'NotFoundError',
  INVALID_INPUT: 'InvalidInputError',
  REFUSED: 'RefusedError',
  ALREADY_RUNNING: 'AlreadyRunningError',
};

/** The result of a mutation: `success`, or one of the failures named. */
export function actResult<Success extends object>(
  name: string,
  success: { name: string; ref: ObjectRef<typeof builder.$inferSchemaTypes, Success> },
  codes: readonly ActErrorCode[],
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
  const known = EXPECTED.find(({ types }) => types.some((type) => error instanceof type));
  if (!known || !(error instanceof Error) || !('remedy' in error)) throw error;
  return { code: known.code, message: error.message, remedy: String(error.remedy), path: known.path };
}

const EXPECTED: { types: (abstract new (...args: never[]) => Error)[]; code: ActErrorCode; path: string[] }[] = [
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
