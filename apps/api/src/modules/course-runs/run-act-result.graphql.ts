import { CLASS_WARNINGS } from '@rollcall/domain/course-run/decide-class';
import { TRAINER_WARNINGS } from '@rollcall/domain/trainer/admin-trainers';
import type { RefusalCode } from '../../acts/act-refusal.js';
import { type ActFailure, actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, type GraphqlContext } from '../../graphql/context.js';
import type { ActDependencies } from './act-on-runs.js';
import { CourseRun } from './course-run.graphql.js';
import { type CourseRunReader, createCourseRunReader } from './course-run-reader.graphql.js';
import { type ActWarning, type RefusedRun, type RunOutcome, refusalOf } from './run-outcome.js';

const WARNINGS = { ...TRAINER_WARNINGS, ...CLASS_WARNINGS };

const WarningCode = builder.enumType('ActWarningCode', {
  description: 'What kind of thing a person should know about an act that was done.',
  values: Object.fromEntries(
    Object.entries(WARNINGS).map(([code, description]) => [
      code.toUpperCase(),
      { value: code as ActWarning['code'], description },
    ]),
  ),
});

export const ActWarningRef = builder.objectRef<ActWarning>('ActWarning').implement({
  description: 'Something a person should know about an act that was done.',
  fields: (t) => ({
    code: t.field({ type: WarningCode, description: 'What kind.', resolve: ({ code }) => code }),
    message: t.exposeString('message', { description: 'What it is, in this case.' }),
    remedy: t.exposeString('remedy', { description: 'What to do about it.' }),
  }),
});

/** A run of an act that was done, and how to read it as it is now. */
export interface ActedOnRun {
  courseRunId: string;
  changed: boolean;
  warnings: readonly ActWarning[];
  read: CourseRunReader;
}

const success = (name: string, description: string) => ({
  name,
  ref: builder.objectRef<ActedOnRun>(name).implement({
    description,
    fields: (t) => ({
      courseRun: t.prismaField({
        type: CourseRun,
        nullable: true,
        description: 'The run as it is now; null where you may not see it, or not any more.',
        resolve: (query, { courseRunId, read }, _args, _context, info) => read(courseRunId, { ...query }, info),
      }),
      changed: t.exposeBoolean('changed', { description: 'False where it was so already, and nothing was written.' }),
      warnings: t.field({
        type: [ActWarningRef],
        description: 'What a person should know.',
        resolve: ({ warnings }) => [...warnings],
      }),
    }),
  }),
});

const FAILURES: RefusalCode[] = ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN', 'STALE_VERSION'];

/** The result of an act on one run: `<name>Success` or an expected failure. */
export const runResult = (name: string, description: string) =>
  actResult<ActedOnRun>(`${name}Result`, success(`${name}Success`, description), FAILURES);

/** What became of each of several runs. */
interface ActedOnRuns {
  results: readonly (ActedOnRun | ActFailure)[];
}

/** The result of an act on several runs: a result for each, or a failure of the input as a whole. */
export function runsResult(name: string, row: ReturnType<typeof runResult>) {
  const ref = builder.objectRef<ActedOnRuns>(`${name}Success`).implement({
    description: 'What became of each run. One that was refused left the others alone.',
    fields: (t) => ({
      results: t.field({
        type: [row],
        description: 'In the order asked, one for each run.',
        resolve: ({ results }) => [...results],
      }),
    }),
  });
  return actResult<ActedOnRuns>(`${name}Result`, { name: `${name}Success`, ref }, ['INVALID_INPUT', 'FORBIDDEN']);
}

/** What a use case of acts on runs is given. */
export const runActDependencies = (context: GraphqlContext): ActDependencies => actDependencies(context);

/** Answers an act on one run. */
export const answerRun = (context: GraphqlContext, act: () => Promise<RunOutcome[]>): Promise<ActedOnRun | ActFailure> =>
  answerAct<ActedOnRun>(async () => {
    const [outcome] = await act();
    if (!outcome) throw new Error('An act on one run told nothing of it.');
    if (outcome.kind === 'refused') throw refusalOf(outcome);
    return { ...outcome, read: createCourseRunReader(context) };
  });

/** Answers an act on several runs. */
export const answerRuns = (context: GraphqlContext, act: () => Promise<RunOutcome[]>): Promise<ActedOnRuns | ActFailure> =>
  answerAct<ActedOnRuns>(async () => {
    const read = createCourseRunReader(context);
    const outcomes = await act();
    return { results: outcomes.map((outcome) => (outcome.kind === 'refused' ? failureFrom(outcome) : { ...outcome, read })) };
  });

function failureFrom({ code, message, remedy, path, currentVersion }: RefusedRun): ActFailure {
  return { code, message, remedy, path, ...(currentVersion !== null && { currentVersion }) };
}
