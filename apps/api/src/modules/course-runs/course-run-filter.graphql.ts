import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import { rowIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { contains } from '../../graphql/contains.js';
import type { RowContext } from '../../graphql/row-context.js';
import { ClassStatus, ClassType, Lifecycle } from './course-run-enums.graphql.js';
import { CourseRunIssueCode, whereIssues } from './course-run-issue.graphql.js';
import { whereUpcoming } from './upcoming-window.graphql.js';

/** Each question about a run's trainers with the rows that answer yes. */
const TRAINER_QUESTIONS = {
  ANY: {
    description: 'Has an assigned trainer, or somebody linked who teaches.',
    where: { OR: [{ assignedTrainerId: { not: null } }, { trainers: { some: { role: 'trainer' } } }] },
  },
  NONE: {
    description: 'Has neither an assigned trainer nor anybody linked: the next sync looks for one (S0.25).',
    where: { assignedTrainerId: null, trainers: { none: {} } },
  },
  NONE_ASSIGNED: { description: 'Has no assigned trainer.', where: { assignedTrainerId: null } },
  NONE_LOCAL: { description: 'Has nobody in Trainer (Local).', where: { trainers: { none: { role: 'trainer' } } } },
  NONE_TPG: {
    description: 'Has nobody in Trainer (TPG).',
    where: { tpgAssignedTrainerName: null, tpgAssignedTrainerEmail: null },
  },
} satisfies Record<string, { description: string; where: Prisma.CourseRunWhereInput }>;

type TrainerQuestion = keyof typeof TRAINER_QUESTIONS;

const CourseRunTrainerFilter = builder.enumType('CourseRunTrainerFilter', {
  description: 'Whether a run has trainers.',
  values: Object.fromEntries(
    Object.entries(TRAINER_QUESTIONS).map(([name, { description }]) => [name, { value: name as TrainerQuestion, description }]),
  ),
});

export const CourseRunFilter = builder.inputType('CourseRunFilter', {
  description: 'Which course runs; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    courseCode: t.string({ description: 'Exactly this course code.' }),
    startFrom: t.field({ type: 'Date', description: 'Starts on this day or later.' }),
    startTo: t.field({ type: 'Date', description: 'Starts on this day or earlier.' }),
    classStatus: t.field({ type: ClassStatus.ref, description: 'Has this class status.' }),
    classType: t.field({ type: ClassType.ref, description: 'Is held so.' }),
    lifecycle: t.field({ type: Lifecycle.ref, description: 'Stands there in time.' }),
    issues: t.field({
      type: [CourseRunIssueCode.ref],
      description: 'Has at least one of these issues today; an empty list: any issue at all.',
    }),
    upcoming: t.boolean({
      description:
        'Is among the upcoming classes of `provider`, which it needs (S0.33): starts between today there and the provider’s threshold; false: is not.',
    }),
    trainerId: t.id({ description: 'Global id of a `Trainer` who teaches it: is assigned, or linked as one who teaches.' }),
    trainer: t.field({ type: CourseRunTrainerFilter, description: 'Has, or lacks, trainers.' }),
    ids: t.idList({ description: 'Is one of these: global ids of at most 100 `CourseRun`s.' }),
    ssgRunId: t.string({ description: 'Exactly this SSG run id.' }),
    text: t.string({
      description: 'Part of the course code or title, the SSG run id or the assigned trainer’s name, whatever the case.',
    }),
  }),
});

/** The rows that a filter lets through, visible or not. It asks the database for issues, and for the days of upcoming classes. */
export async function whereCourseRuns(
  filter: typeof CourseRunFilter.$inferInput | null | undefined,
  context: RowContext,
): Promise<Prisma.CourseRunWhereInput> {
  if (!filter) return {};
  const { provider, courseCode, startFrom, startTo, classStatus, classType, lifecycle, issues } = filter;
  const { upcoming, trainerId, trainer, ids, ssgRunId, text } = filter;
  const conditions: Prisma.CourseRunWhereInput[] = [];
  if (provider != null) conditions.push({ provider: { uen: provider } });
  if (courseCode != null) conditions.push({ course: { courseCode } });
  if (startFrom != null) conditions.push({ startDate: { gte: startFrom } });
  if (startTo != null) conditions.push({ startDate: { lte: startTo } });
  if (classStatus != null) conditions.push({ classStatus });
  if (classType != null) conditions.push({ classType });
  if (lifecycle != null) conditions.push({ lifecycle });
  if (issues != null) conditions.push(await whereIssues(issues, context));
  if (upcoming != null) conditions.push(await whereUpcomingIs(upcoming, provider, context));
  if (trainerId != null) conditions.push(taughtBy(rowIdOf('Trainer', String(trainerId))));
  if (trainer != null) conditions.push(TRAINER_QUESTIONS[trainer].where);
  if (ids != null) conditions.push(isOneOf(ids));
  if (ssgRunId != null) conditions.push({ ssgRunId });
  if (text != null) conditions.push({ OR: textMatches(text) });
  return { AND: conditions };
}

async function whereUpcomingIs(
  upcoming: boolean,
  provider: string | null | undefined,
  context: RowContext,
): Promise<Prisma.CourseRunWhereInput> {
  if (provider == null)
    throw new GraphQLError('`filter.upcoming` needs `filter.provider`: each has its own today and its own threshold.', {
      extensions: { code: 'BAD_USER_INPUT', remedy: 'Name the provider by its UEN.' },
    });
  const window = await whereUpcoming(context, provider);
  if (!window) return { id: { in: [] } };
  return upcoming ? window : { NOT: window };
}

const MOST_IDS = 100;

/** What is no global id of a run is none of them. */
function isOneOf(ids: readonly (string | number)[]): Prisma.CourseRunWhereInput {
  if (ids.length > MOST_IDS)
    throw new GraphQLError(`\`filter.ids\` has ${ids.length} ids, and takes ${MOST_IDS}.`, {
      extensions: { code: 'BAD_USER_INPUT', remedy: 'Ask in several parts.' },
    });
  return { id: { in: ids.flatMap((id) => rowIdOf('CourseRun', String(id)) ?? []) } };
}

/** Somebody who only assesses does not teach (X26). Null is nobody. */
const taughtBy = (trainerId: string | null): Prisma.CourseRunWhereInput =>
  trainerId === null
    ? { id: { in: [] } }
    : { OR: [{ assignedTrainerId: trainerId }, { trainers: { some: { trainerId, role: 'trainer' } } }] };

function textMatches(text: string): Prisma.CourseRunWhereInput[] {
  const match = contains(text);
  return [{ course: { courseCode: match } }, { course: { title: match } }, { ssgRunId: match }, { assignedTrainerName: match }];
}
