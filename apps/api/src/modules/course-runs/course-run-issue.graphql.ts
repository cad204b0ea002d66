import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';
import type { RowContext } from '../../graphql/row-context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import { ATTENTION_WORDS } from '../attention/attention-words.js';
import { COURSE_RUN_ISSUES, type CourseRunIssue } from '../attention/course-run-issues.js';
import { createCourseRunIssuesLoader, findRunsWithIssues } from './course-run-issues-loader.js';

const SENTENCES: Record<CourseRunIssue, string> = {
  run_without_trainer: 'The class begins within seven days, or has begun, and nobody teaches it.',
  trainer_list_exhausted: 'Nobody is left to ask on the course’s trainer list, and nobody teaches the class.',
  ambiguous_trainer: 'A name on the course’s trainer list is that of more than one user, and nobody teaches the class.',
  sync_error: 'The last sync met an error at the run.',
  activated_pending: 'The class has begun though it is still Pending.',
  activated_empty: 'The class has begun without a learner.',
  missed_window: 'The class ended without ever being activated.',
  trainer_drift: 'The class has one trainer at SSG and another one here.',
  learner_review: 'An enrolment waits for somebody to say whose it is.',
  enrolment_unconfirmed: 'An enrolment is no longer listed by SSG.',
};

export const CourseRunIssueCode = storedEnum('CourseRunIssueCode', COURSE_RUN_ISSUES, {
  description: 'What can be wrong with a course run: the same as in the digest.',
  words: SENTENCES,
});

const Issue = builder.objectRef<CourseRunIssue>('CourseRunIssue').implement({
  description: 'Something about a course run that needs a person.',
  fields: (t) => ({
    code: t.field({ type: CourseRunIssueCode.ref, description: 'What kind of issue.', resolve: (issue) => issue }),
    sentence: t.string({ description: 'The issue in a sentence.', resolve: (issue) => SENTENCES[issue] }),
    remedy: t.string({ description: 'What to do about it.', resolve: (issue) => ATTENTION_WORDS[issue].whatToDo }),
  }),
});

const issuesOf = perOperation(({ database, now }) => createCourseRunIssuesLoader(database.pool, now()));

builder.prismaObjectField('CourseRun', 'issues', (t) =>
  t.field({
    type: [Issue],
    description: 'What about it needs a person today, the most urgent first.',
    resolve: ({ id }, _args, context) => issuesOf(context)(id),
  }),
);

/** As many as one statement of Prisma's takes. */
const MOST_RUNS = 30_000;

/** Asked once, for the rows and for their total. */
const runsWith = perOperation((context: RowContext) =>
  createBatchLoader((keys: string[]) =>
    Promise.all(
      keys.map((key) =>
        findRunsWithIssues(context.database.pool, principalOf(context), {
          issues: key.split(' ') as CourseRunIssue[],
          now: context.now(),
        }),
      ),
    ),
  ),
);

/** The runs with at least one of some issues; with any issue at all where none is named. One statement, and two more for trainer lists. */
export async function whereIssues(issues: readonly CourseRunIssue[], context: RowContext): Promise<Prisma.CourseRunWhereInput> {
  const asked = issues.length === 0 ? COURSE_RUN_ISSUES : COURSE_RUN_ISSUES.filter((issue) => issues.includes(issue));
  const ids = await runsWith(context)(asked.join(' '));
  if (ids.length <= MOST_RUNS) return { id: { in: ids } };
  throw new GraphQLError(`${ids.length} course runs have such an issue, which is more than one answer can be made of.`, {
    extensions: { code: 'TOO_MANY_ROWS', remedy: 'Ask for one kind of issue at a time.' },
  });
}
