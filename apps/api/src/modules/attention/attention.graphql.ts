import { type IsoDate, todayIn } from '@rollcall/domain/calendar/iso-date';
import { GraphQLError } from 'graphql';
import { mayAt } from '../../access/guard-field.js';
import { globalIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { holdsAtMost } from '../../graphql/check-operation.js';
import { principalOf } from '../../graphql/context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { SyncBatch, visibleToSyncReaders } from '../sync/sync-batch.graphql.js';
import { findProviderByUen, type ProviderSettings } from '../training-providers/find-provider.js';
import { ATTENTION_KINDS, type AttentionGroup as Group, type AttentionItem as Item } from './attention.js';
import { ATTENTION_WORDS } from './attention-words.js';
import { type SourceFreshness as Freshness, judgeFreshness } from './freshness.js';
import { readAttentionGroups } from './read-attention.js';
import { readSyncHistory } from './read-sync-history.js';
import { visibleKinds } from './visible-kinds.js';

/** Things of one kind that a board shows; a list of them all is the filter's business. */
const MOST_ITEMS = 5;
const SOURCES = 4;

const AttentionKind = storedEnum('AttentionKind', ATTENTION_KINDS, {
  description: 'What can need a person’s attention.',
  words: {
    chain_run_waiting: 'Chain runs that wait for approval.',
    chain_run_failed: 'Chain runs that failed or were interrupted, and that no later run made up for.',
    incident_open: 'Open incidents.',
    run_without_trainer: 'Classes of the next 7 days, and those under way, that nobody teaches.',
    trainer_list_exhausted:
      'Upcoming classes (S0.33) that nobody teaches, where nobody is left to ask of those on the course’s trainer list.',
    ambiguous_trainer:
      'Upcoming classes (S0.33) that nobody teaches, where the course’s trainer list has a name that more than one user has (bug 9).',
    sync_error: 'Lines of the last sync that ended with an error.',
    activated_pending: 'Classes that have begun though they are still Pending.',
    activated_empty: 'Classes that have begun without a learner.',
    missed_window: 'Classes that ended without ever being activated.',
    trainer_drift: 'Classes with one trainer at SSG and another one here (bug 12).',
    learner_review: 'Enrolments that wait for somebody to say whose they are (bug 18).',
    enrolment_unconfirmed: 'Enrolments that SSG no longer lists (bug 14).',
  },
});

const AttentionItem = builder.objectRef<Item>('AttentionItem').implement({
  description: 'One thing that needs attention, told without any learner’s name or identifier.',
  fields: (t) => ({
    key: t.exposeString('key', {
      description: 'SSG’s run id, a course code, the number of a chain run, or the title of an incident.',
    }),
    courseCode: t.exposeString('courseCode', { nullable: true, description: 'Code of the course, where it is about one.' }),
    detail: t.exposeString('detail', { description: 'What there is to know in a few words: `begins on 2026-03-05`.' }),
    number: t.exposeInt('number', { description: 'How many things it stands for: the enrolments of one run are one item.' }),
    nodeId: t.id({
      nullable: true,
      description:
        'Global id of what it speaks of: a `CourseRun`, `ChainRun`, `Incident` or `LearnerReview`, of several the oldest; a `SyncLog` where no run is known here.',
      resolve: ({ node }) => globalIdOf(node.type, node.id),
    }),
  }),
});

const AttentionGroup = builder.objectRef<Group>('AttentionGroup').implement({
  description: 'Everything of one kind that needs attention.',
  fields: (t) => ({
    kind: t.field({ type: AttentionKind.ref, description: 'What kind.', resolve: ({ kind }) => kind }),
    total: t.exposeInt('total', { description: 'How many things there are; 0 where all is well.' }),
    title: t.string({
      description: 'To be read after the total: `classes of the next 7 days have no trainer`.',
      resolve: ({ kind, total }) => (total === 1 ? ATTENTION_WORDS[kind].one : ATTENTION_WORDS[kind].many),
    }),
    whatToDo: t.string({ description: 'What a person can do about it.', resolve: ({ kind }) => ATTENTION_WORDS[kind].whatToDo }),
    items: t.field({
      ...holdsAtMost(MOST_ITEMS),
      type: [AttentionItem],
      description: `The first ${MOST_ITEMS}, the most urgent first.`,
      resolve: ({ items }) => items,
    }),
  }),
});

const SourceFreshness = builder.objectRef<Freshness>('SourceFreshness').implement({
  description: 'How fresh the copy of what one source has is.',
  fields: (t) => ({
    source: t.exposeString('source', {
      description: 'Name of the source: `course_runs`, `enrolments`, `trainers`, `full_read`.',
    }),
    title: t.exposeString('title', { description: 'What people call it.' }),
    refreshedAt: t.expose('refreshedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last read to its end; null where it never was.',
    }),
    stale: t.exposeBoolean('stale', {
      description:
        'Whether it is older than a day and a half, or the last try to read it failed; a full read may be eight days old.',
    }),
    sentence: t.exposeString('sentence', { description: 'The same in words, with times on the clock of the provider.' }),
  }),
});

/** A provider whose attention is looked at; each part is read where it is asked for. */
interface Board {
  provider: ProviderSettings;
  today: IsoDate;
}

const Attention = builder.objectRef<Board>('Attention').implement({
  description: 'What needs a person’s attention at a provider today, and how fresh the data is that says so.',
  fields: (t) => ({
    today: t.field({ type: 'Date', description: 'Today at the provider.', resolve: ({ today }) => new Date(today) }),
    groups: t.field({
      ...holdsAtMost(ATTENTION_KINDS.length),
      type: [AttentionGroup],
      description:
        'One for each kind that the caller may read of, the most urgent first, those with nothing in them too. Who sees only runs that they teach is told of these.',
      resolve: async ({ provider, today }, _args, context) => {
        const { kinds, ownerId } = visibleKinds(principalOf(context), provider.id);
        const scope = { today, most: MOST_ITEMS, ownerId };
        const groups = await readAttentionGroups(context.database.pool, provider.id, scope);
        return groups.filter(({ kind }) => kinds.includes(kind));
      },
    }),
    freshness: t.field({
      ...holdsAtMost(SOURCES),
      type: [SourceFreshness],
      description: 'Of each source; empty for those without `sync.read`.',
      resolve: async ({ provider }, _args, context) => {
        if (!mayAt(principalOf(context), 'sync.read', provider.id)) return [];
        const history = await readSyncHistory(context.database.pool, provider.id);
        return judgeFreshness(history, { now: context.now(), timeZone: provider.timeZone });
      },
    }),
    lastSync: t.prismaField({
      type: SyncBatch,
      nullable: true,
      description:
        'The newest sync about all runs, at work or ended; null where there was none, and for those without `sync.read`.',
      resolve: (query, { provider }, _args, context) =>
        context.database.prisma.syncBatch.findFirst({
          ...query,
          where: { AND: [visibleToSyncReaders(principalOf(context)), { providerId: provider.id, onlySsgRunId: null }] },
          orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        }),
    }),
  }),
});

builder.queryField('attention', (t) =>
  t.field({
    authScopes: { may: 'course_run.read' },
    type: Attention,
    description:
      'What needs a person’s attention at a provider today: the same as in the digest. NOT_FOUND for a provider that the caller sees no runs of.',
    args: { provider: t.arg.string({ required: true, description: 'UEN of the provider.' }) },
    resolve: async (_root, { provider: uen }, context) => {
      const provider = await findProviderByUen(context.database.pool, uen);
      if (!provider || !mayAt(principalOf(context), 'course_run.read', provider.id))
        throw new GraphQLError('There is no such provider.', {
          extensions: { code: 'NOT_FOUND', remedy: 'Take a UEN that `trainingProviders` lists.', argument: 'provider' },
        });
      return { provider, today: todayIn(provider.timeZone, context.now()) };
    },
  }),
);
