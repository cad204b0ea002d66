import { type ModeProfile, mapModeOfTraining } from '@rollcall/domain/course-run/mode-of-learning';
import { onlyAtProvider } from '../../access/guard-field.js';
import { visibleRow } from '../../access/visible-node.js';
import { visibleCourseRuns } from '../../access/visible-rows.js';
import { rowIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { showsComputed, showsListed } from '../../graphql/page-selection.js';
import { computedOf } from '../../rows/row.js';
import { Provenance } from '../changes/provenance.graphql.js';
import { AssignedTrainer, NextTrainer, RunTrainer, TrainerContact } from '../trainers/trainer.graphql.js';
import { ClassStatus, ClassType, Lifecycle } from './course-run-enums.graphql.js';
import {
  computeNextTrainer,
  firstLocalTrainer,
  type RunTrainerRow,
  SELECT_NEXT_TRAINER,
  SELECT_RUN_TRAINERS,
} from './trainer-columns.js';

/** Runs that start on the same day keep their order: ids are made in order of time. */
export const COURSE_RUN_ORDER = [{ startDate: 'asc' as const }, { id: 'asc' as const }];

export const CourseRun = builder.prismaNode('CourseRun', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleCourseRuns, (prisma, where) => prisma.courseRun.findMany({ where, select: { id: true } })),
  description: 'One scheduled run of a course: a class.',
  select: { id: true, providerId: true },
  fields: (t) => ({
    ssgRunId: t.exposeString('ssgRunId', { description: 'SSG’s run id.' }),
    classStatus: t.field({
      type: ClassStatus.ref,
      description: 'Whether the run takes place. Owned by admins.',
      select: { classStatus: true },
      resolve: (run) => ClassStatus.read(run.classStatus),
    }),
    classType: t.field({
      type: ClassType.ref,
      nullable: true,
      description: 'How the run is held. Owned by admins.',
      select: { classType: true },
      resolve: (run) => (run.classType === null ? null : ClassType.read(run.classType)),
    }),
    lifecycle: t.field({
      type: Lifecycle.ref,
      description: 'Where the run stands in time. Owned by the clock.',
      select: { lifecycle: true },
      resolve: (run) => Lifecycle.read(run.lifecycle),
    }),
    startDate: t.expose('startDate', { type: 'Date', description: 'First day. Owned by SSG.' }),
    endDate: t.expose('endDate', { type: 'Date', description: 'Last day. Owned by SSG.' }),
    modeOfLearning: t.exposeString('modeOfLearning', { description: 'SSG’s mode of training by the provider’s table (S0.24).' }),
    modeOfTrainingCode: t.exposeString('modeOfTrainingCode', { nullable: true, description: 'The code as SSG sent it.' }),
    modeNotice: t.string({
      nullable: true,
      description:
        'What to know where SSG’s own table names the code differently, or the provider’s table does not know it (X23).',
      select: { modeOfTrainingCode: true, provider: { select: { modeProfile: true } } },
      resolve: ({ modeOfTrainingCode, provider }) =>
        modeOfTrainingCode === null
          ? null
          : (mapModeOfTraining(modeOfTrainingCode, provider.modeProfile as ModeProfile).notices[0]?.message ?? null),
    }),
    digitalAttendanceId: t.exposeString('digitalAttendanceId', { nullable: true, description: 'Code of SSG’s attendance page.' }),
    courseVacancyCode: t.exposeString('courseVacancyCode', { nullable: true, description: 'SSG’s vacancy code.' }),
    courseVacancyDescription: t.exposeString('courseVacancyDescription', {
      nullable: true,
      description: 'SSG’s vacancy in words.',
    }),
    trainerTpg: t.field({
      type: TrainerContact,
      nullable: true,
      description: 'Trainer (TPG): the first trainer SSG links. Written by the sync alone (S0.31).',
      select: { tpgAssignedTrainerName: true, tpgAssignedTrainerEmail: true },
      resolve: ({ tpgAssignedTrainerName: name, tpgAssignedTrainerEmail: email }) =>
        name === null && email === null ? null : { name, email },
    }),
    trainerLocal: t.field({
      type: RunTrainer,
      nullable: true,
      description: 'Trainer (Local): the first person linked who teaches (S0.33).',
      select: SELECT_RUN_TRAINERS,
      ...showsComputed('trainerLocal'),
      resolve: (run) => {
        const known = computedOf<RunTrainerRow | null>(run, 'trainerLocal');
        return known === undefined ? firstLocalTrainer(run.trainers) : known;
      },
    }),
    nextTrainer: t.field({
      type: NextTrainer,
      description: 'Next Trainer: whom to ask next, and why (S0.33).',
      args: {
        ifDeclined: t.arg.idList({
          description: 'Supposes that these declined the run too: global ids of `Trainer`s. Nothing is written.',
        }),
      },
      select: SELECT_NEXT_TRAINER,
      resolve: (run, { ifDeclined }, { trainerUsers }) =>
        computeNextTrainer(
          run,
          trainerUsers,
          (ifDeclined ?? []).flatMap((id) => rowIdOf('Trainer', String(id)) ?? []),
        ),
    }),
    assignedTrainer: t.field({
      type: AssignedTrainer,
      nullable: true,
      description: 'The trainer assigned to the run, and who chose them.',
      select: { assignedTrainerId: true, assignedTrainerName: true, assignedTrainerEmail: true, assignmentSource: true },
      resolve: (run) => (run.assignedTrainerId === null ? null : run),
    }),
    runTrainers: t.field({
      type: [RunTrainer],
      description: 'Everybody linked to the run, first trainer first.',
      select: SELECT_RUN_TRAINERS,
      ...showsListed('trainers'),
      resolve: (run) => run.trainers,
    }),
    provenance: t.field({
      ...onlyAtProvider('change.read'),
      nullable: true,
      type: [Provenance],
      description: 'Where the values of its columns come from. Null with FORBIDDEN for those without `change.read`.',
      args: { field: t.arg.string({ description: 'Only this column.' }) },
      resolve: async (run, { field }, { provenance }) =>
        (await provenance(run.id)).filter((row) => field == null || row.field === field),
    }),
    version: t.exposeInt('version', { description: 'Rises with every change of the row.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the row was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the row last changed.' }),
    course: t.relation('course', { ...onlyAtProvider('course.read'), description: 'The course it is a run of.' }),
    provider: t.relation('provider', { description: 'The provider that holds it.' }),
  }),
});

export const courseRunConnection = connectionType('CourseRun', CourseRun, 'course runs');

const relatedRuns = {
  cursor: 'id',
  totalCount: true,
  query: (_args: object, context: GraphqlContext) => ({
    where: visibleCourseRuns(principalOf(context)),
    orderBy: COURSE_RUN_ORDER,
  }),
} as const;

builder.prismaObjectField('Course', 'courseRuns', (t) =>
  t.relatedConnection('courseRuns', { ...relatedRuns, description: 'Its runs, by first day.' }, ...courseRunConnection),
);

builder.prismaObjectField('TrainingProvider', 'courseRuns', (t) =>
  t.relatedConnection('courseRuns', { ...relatedRuns, description: 'Its course runs, by first day.' }, ...courseRunConnection),
);
