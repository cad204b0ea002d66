import { SYNCED_ENTITY_TYPES, type SyncedEntityType } from '@rollcall/domain/change/change';
import { TRAINER_OUTCOMES, type TrainerOutcome as TrainerOutcomeWord } from '@rollcall/domain/trainer/trainer';
import { builder } from '../../graphql/builder.js';
import { ChangedEntity } from '../changes/change-enums.graphql.js';
import { TrainerOutcome } from '../trainers/trainer-enums.graphql.js';
import { SyncLogStatus } from './sync-enums.graphql.js';
import type { BatchError, BatchSummary } from './sync-input.js';

type RunStatus = keyof BatchSummary['runs'];

const RunCount = builder.objectRef<{ status: RunStatus; count: number }>('SyncRunCount').implement({
  description: 'How many log lines of a batch ended so.',
  fields: (t) => ({
    status: t.field({ type: SyncLogStatus.ref, description: 'What became of the runs.', resolve: (row) => row.status }),
    count: t.exposeInt('count', { description: 'How many.' }),
  }),
});

const ChangeCount = builder
  .objectRef<{ entityType: SyncedEntityType; created: number; updated: number }>('SyncChangeCount')
  .implement({
    description: 'How many rows of a kind a batch wrote.',
    fields: (t) => ({
      entityType: t.field({ type: ChangedEntity.ref, description: 'What kind of row.', resolve: (row) => row.entityType }),
      created: t.exposeInt('created', { description: 'Rows made.' }),
      updated: t.exposeInt('updated', { description: 'Rows changed.' }),
    }),
  });

const TrainerCount = builder.objectRef<{ outcome: TrainerOutcomeWord; count: number }>('SyncTrainerCount').implement({
  description: 'For how many runs the trainer pass concluded so.',
  fields: (t) => ({
    outcome: t.field({ type: TrainerOutcome.ref, description: 'What it concluded.', resolve: (row) => row.outcome }),
    count: t.exposeInt('count', { description: 'How many runs.' }),
  }),
});

const SyncError = builder.objectRef<BatchError>('SyncError').implement({
  description: 'A run that could not be processed.',
  fields: (t) => ({
    courseCode: t.exposeString('courseCode', { description: 'Course code.' }),
    ssgRunId: t.exposeString('ssgRunId', {
      nullable: true,
      description: 'SSG’s run id; null where the course could not be listed.',
    }),
    message: t.exposeString('message', { description: 'What went wrong.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do about it.' }),
  }),
});

export const SyncSummary = builder.objectRef<BatchSummary>('SyncSummary').implement({
  description: 'What a sync batch did, counted when it ended.',
  fields: (t) => ({
    statusReason: t.exposeString('statusReason', { description: 'Why it has its status.' }),
    courses: t.exposeInt('courses', { description: 'Courses whose runs were listed.' }),
    runs: t.field({
      type: [RunCount],
      description: 'Log lines by status.',
      resolve: ({ runs }) => (Object.keys(runs) as RunStatus[]).map((status) => ({ status, count: runs[status] })),
    }),
    changes: t.field({
      type: [ChangeCount],
      description: 'Rows written, by kind.',
      resolve: ({ changes }) => SYNCED_ENTITY_TYPES.map((entityType) => ({ entityType, ...changes[entityType] })),
    }),
    trainers: t.field({
      type: [TrainerCount],
      description: 'What the trainer pass concluded.',
      resolve: ({ trainers }) => TRAINER_OUTCOMES.map((outcome) => ({ outcome, count: trainers[outcome] })),
    }),
    reviewsOpen: t.exposeInt('reviewsOpen', { description: 'Reviews that waited for a person when it ended.' }),
    elapsedMs: t.exposeInt('elapsedMs', { description: 'How long it took, in milliseconds.' }),
    errors: t.field({ type: [SyncError], description: 'The first twenty errors.', resolve: ({ errors }) => errors }),
  }),
});
