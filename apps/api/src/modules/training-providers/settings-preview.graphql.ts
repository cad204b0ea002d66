import type { NightPreview } from '@rollcall/domain/settings-preview/preview-limits';
import type { ModeChange, ModePreview } from '@rollcall/domain/settings-preview/preview-modes';
import type { WindowPreview } from '@rollcall/domain/settings-preview/preview-window';
import { visibleCourseRuns } from '../../access/visible-rows.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { chainRunGlobalId } from '../chains/chain-run-id.js';
import { COURSE_RUN_ORDER, CourseRun } from '../course-runs/course-run.graphql.js';
import { MOST_NAMED, previewSettings, type SettingsPreview } from './preview-settings.js';
import { givenOf, providerRowId, refusingFaults } from './settings-input.graphql.js';
import { ModeProfile } from './training-provider.graphql.js';

/** The first of these runs, by first day, that the caller may see. */
const firstRuns = (query: object, ids: readonly string[], context: GraphqlContext) =>
  context.database.prisma.courseRun.findMany({
    ...query,
    where: { AND: [{ id: { in: [...ids] } }, visibleCourseRuns(principalOf(context))] },
    orderBy: COURSE_RUN_ORDER,
    take: MOST_NAMED,
  });

const WindowPreviewRef = builder.objectRef<WindowPreview>('WindowPreview').implement({
  description: 'What another threshold does to the runs known here; SSG may list others in the added days.',
  fields: (t) => ({
    endNow: t.field({ type: 'Date', description: 'Last day of the window now.', resolve: ({ endNow }) => new Date(endNow) }),
    endThen: t.field({ type: 'Date', description: 'Last day of it then.', resolve: ({ endThen }) => new Date(endThen) }),
    runsNow: t.exposeInt('runsNow', { description: 'Runs in the window now.' }),
    runsThen: t.exposeInt('runsThen', { description: 'Runs in it then.' }),
    enteringCount: t.int({ description: 'Runs that would enter it.', resolve: ({ entering }) => entering.length }),
    leavingCount: t.int({ description: 'Runs that would leave it.', resolve: ({ leaving }) => leaving.length }),
    entering: t.prismaField({
      type: [CourseRun],
      description: `The first ${MOST_NAMED} that would enter it.`,
      resolve: (query, { entering }, _args, context) => firstRuns(query, entering.slice(0, MOST_NAMED), context),
    }),
    leaving: t.prismaField({
      type: [CourseRun],
      description: `The first ${MOST_NAMED} that would leave it.`,
      resolve: (query, { leaving }, _args, context) => firstRuns(query, leaving.slice(0, MOST_NAMED), context),
    }),
  }),
});

const ModeChangeRef = builder.objectRef<ModeChange>('ModeChange').implement({
  description: 'Runs whose mode of learning another mapping profile calls otherwise.',
  fields: (t) => ({
    modeOfTrainingCode: t.exposeString('modeOfTrainingCode', { nullable: true, description: 'SSG’s code.' }),
    before: t.exposeString('before', { description: 'The mode of learning now.' }),
    after: t.exposeString('after', { description: 'The mode of learning then.' }),
    runs: t.exposeInt('runs', { description: 'How many runs.' }),
    notice: t.exposeString('notice', {
      nullable: true,
      description: 'What to know about the new word, where the profile does not know the code, or SSG names it otherwise (X23).',
    }),
  }),
});

const ModePreviewRef = builder.objectRef<ModePreview>('ModePreview').implement({
  description: 'What another mapping profile does to the runs that start today or later, as soon as a sync next writes them.',
  fields: (t) => ({
    changes: t.field({ type: [ModeChangeRef], description: 'By code and word.', resolve: ({ changes }) => changes }),
    changedRuns: t.exposeInt('changedRuns', { description: 'Runs whose mode of learning would change.' }),
    unchangedRuns: t.exposeInt('unchangedRuns', { description: 'Runs whose mode of learning would stay.' }),
    unknownCodeRuns: t.exposeInt('unknownCodeRuns', {
      description: 'Runs whose code was never kept, so that nothing can be said.',
    }),
    runs: t.prismaField({
      type: [CourseRun],
      description: `The first ${MOST_NAMED} that would change.`,
      resolve: (query, { changes }, _args, context) =>
        firstRuns(
          query,
          changes.flatMap(({ firstIds }) => firstIds),
          context,
        ),
    }),
  }),
});

const NightPreviewRef = builder.objectRef<NightPreview>('NightPreview').implement({
  description: 'Whether what a step of a past night took away would wait for a person.',
  fields: (t) => ({
    chainRunId: t.id({ description: 'Global id of the chain run.', resolve: ({ chainRunId }) => chainRunGlobalId(chainRunId) }),
    step: t.exposeString('step', { description: 'The step of it.' }),
    cancels: t.exposeInt('cancels', { description: 'Cancellations.' }),
    touched: t.exposeInt('touched', {
      description:
        'Enrolments looked at. Of a night that did not wait it is counted anew, from the runs it read and the enrolments they have today.',
    }),
    waited: t.exposeBoolean('waited', { description: 'Whether a person was asked then.' }),
    waitsNow: t.exposeBoolean('waitsNow', { description: 'Whether it would wait by the present limits.' }),
    waitsThen: t.exposeBoolean('waitsThen', { description: 'Whether it would wait by the others.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it would wait by the others; null where it would not.',
    }),
  }),
});

const TrainingProviderSettingsPreview = builder.objectRef<SettingsPreview>('TrainingProviderSettingsPreview').implement({
  description: 'What other settings would do. Nothing was written, and SSG was not asked.',
  fields: (t) => ({
    today: t.field({ type: 'Date', description: 'Today in the provider’s zone.', resolve: ({ today }) => new Date(today) }),
    window: t.field({
      type: WindowPreviewRef,
      nullable: true,
      description: 'Of the threshold; null where it was not asked about.',
      resolve: ({ window }) => window,
    }),
    modes: t.field({
      type: ModePreviewRef,
      nullable: true,
      description: 'Of the mapping profile; null where it was not asked about.',
      resolve: ({ modes }) => modes,
    }),
    nights: t.field({
      type: [NightPreviewRef],
      nullable: true,
      description: 'Of the limits, for the steps of the last 30 nights, newest first; null where they were not asked about.',
      resolve: ({ nights }) => nights,
    }),
  }),
});

const TrainingProviderSettingsPreviewInput = builder.inputType('TrainingProviderSettingsPreviewInput', {
  description: 'Settings to try out.',
  fields: (t) => ({
    trainingProviderId: t.id({ required: true, description: 'Global id of the provider.' }),
    upcomingClassesThresholdDays: t.int({ description: 'How many days ahead the nightly sync looks, 0 to 366.' }),
    modeProfile: t.field({ type: ModeProfile.ref, description: 'Which table names the modes of learning.' }),
    maxCancels: t.int({ description: 'More cancellations than this wait for a person.' }),
    maxCancelsPercent: t.int({ description: 'A larger share than this, in percent, waits for a person.' }),
  }),
});

builder.queryField('trainingProviderSettingsPreview', (t) =>
  t.field({
    authScopes: { may: 'training_provider.read_settings' },
    type: actResult<SettingsPreview>(
      'TrainingProviderSettingsPreviewResult',
      { name: 'TrainingProviderSettingsPreview', ref: TrainingProviderSettingsPreview },
      ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN'],
    ),
    description:
      'What if: which runs another threshold lets in and out, which modes of learning another mapping profile gives, and which past nights would have waited by other limits.',
    args: { input: t.arg({ type: TrainingProviderSettingsPreviewInput, required: true, description: 'The settings to try.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() =>
        refusingFaults(async () => {
          const { trainingProviderId, upcomingClassesThresholdDays: thresholdDays, ...others } = input;
          const settings = givenOf({ ...others, thresholdDays });
          return previewSettings(context, { by: principalOf(context), providerId: providerRowId(trainingProviderId), settings });
        }),
      ),
  }),
);
