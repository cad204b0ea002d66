import { decodeGlobalID } from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { globalIdOf, isRowId } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { NextTrainer } from '../trainers/trainer.graphql.js';
import { PrincipalKind } from '../viewer/viewer.graphql.js';
import { FieldOwner } from './change-enums.graphql.js';
import { COMPUTED_FIELDS, type ExplainedValue, explainStoredValue, explainTrainer, VALUE_RECORDS } from './explain-value.js';
import { columnsOfField, EXPLAINED_TYPES, type ExplainedType } from './explained-fields.js';
import { sentenceOf } from './provenance.graphql.js';
import type { ValueChangeRow } from './read-value-history.js';
import { shownValue } from './shown-value.js';
import { whySentence } from './why-sentence.js';

const ValueRecord = storedEnum('ValueRecord', VALUE_RECORDS, {
  description: 'What is known of how a value came to be.',
  words: {
    recorded: 'Changes of it are recorded, the newest of which wrote it.',
    not_recorded:
      'No change of it is recorded: it is as it was when the row was made, before changes were recorded or by an import.',
    computed: 'It stands nowhere, and is worked out anew at every look.',
  },
});

const ValueChange = builder.objectRef<ValueChangeRow>('ValueChange').implement({
  description: 'One time that a value was written.',
  fields: (t) => ({
    column: t.exposeString('field', { description: 'Name of the column.' }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value before, masked where it is personal.',
      resolve: (change) => shownValue(change, change.before),
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value after, masked where it is personal.',
      resolve: (change) => shownValue(change, change.after),
    }),
    owner: t.field({ type: FieldOwner.ref, description: 'Who owns the value.', resolve: ({ owner }) => owner }),
    rule: t.exposeString('rule', { description: 'Id of the rule that decided.' }),
    ruleText: t.string({ nullable: true, description: 'The rule in a sentence.', resolve: ({ rule }) => sentenceOf(rule) }),
    actorKind: t.field({
      type: PrincipalKind.ref,
      nullable: true,
      description: 'What kind of principal acted; null where the audit no longer says.',
      resolve: ({ actorKind }) => actorKind,
    }),
    actorName: t.exposeString('actorName', { nullable: true, description: 'Who acted; null for the system.' }),
    actorRole: t.exposeString('actorRole', { nullable: true, description: 'The role they acted in.' }),
    reason: t.string({
      nullable: true,
      description: 'Why, in their words.',
      resolve: ({ reason }) => (reason === null ? null : maskIdentifiersIn(reason)),
    }),
    changedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    changeSetId: t.id({
      description: 'Global id of the change set.',
      resolve: ({ changeSetId }) => globalIdOf('ChangeSet', changeSetId),
    }),
    batchId: t.id({
      nullable: true,
      description: 'Global id of the sync batch that wrote it.',
      resolve: ({ batchId }) => (batchId === null ? null : globalIdOf('SyncBatch', batchId)),
    }),
    runId: t.exposeString('runId', { nullable: true, description: 'Run id of that batch, `upcoming_<epoch milliseconds>`.' }),
    chainRunNumber: t.exposeString('chainRunNumber', {
      nullable: true,
      description: 'Number of the chain run that the batch belongs to.',
    }),
  }),
});

const WhyThisValue = builder.objectRef<ExplainedValue>('WhyThisValue').implement({
  description: 'Why a value is what it is.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The field as it was asked for.' }),
    value: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value now, as the database has it, masked where it is personal; an object where several columns make it.',
      resolve: ({ value }) => value ?? null,
    }),
    record: t.field({ type: ValueRecord.ref, description: 'What is known of it.', resolve: ({ record }) => record }),
    sentence: t.string({ description: 'The whole answer in a sentence.', resolve: whySentence }),
    explanation: t.stringList({
      description: 'What decided, sentence by sentence, where a value is worked out from others.',
      resolve: ({ explanation }) => explanation,
    }),
    nextTrainer: t.field({
      type: NextTrainer,
      nullable: true,
      description: 'For Next Trainer: everybody on the list, with the verdict.',
      resolve: ({ nextTrainer }) => nextTrainer,
    }),
    written: t.field({
      type: ValueChange,
      nullable: true,
      description: 'The change that wrote it last.',
      resolve: ({ changes }) => changes[0] ?? null,
    }),
    history: t.field({
      type: [ValueChange],
      description: 'The changes before that, newest first: the newest 20, or of each column where several make the value.',
      resolve: ({ changes }) => changes.slice(1),
    }),
  }),
});

builder.queryField('whyThisValue', (t) =>
  t.field({
    authScopes: { may: 'change.read' },
    type: WhyThisValue,
    nullable: true,
    description:
      'Why a value of a course, course run, enrolment or learner is what it is: who wrote it, by which rule, when, and what it was before. Null for a row that is not there.',
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the row.' }),
      field: t.arg.string({
        required: true,
        description: 'Field of its type, `startDate`, or column of its table, `start_date`.',
      }),
    },
    resolve: async (_root, { id, field }, context) => {
      const node = nodeOf(String(id));
      if (!node) return null;
      const columns = columnsOfField(node.type, field);
      const computed = node.typename === 'CourseRun' ? COMPUTED_FIELDS.find((name) => name === field) : undefined;
      if (!columns && !computed) throw unknownField(node, field);
      const { prisma, pool } = context.database;
      const row = await node.type.find(prisma, principalOf(context), node.id);
      if (!row) return null;
      return computed
        ? explainTrainer({ prisma, pool, trainerUsers: context.trainerUsers }, row, computed)
        : explainStoredValue({ pool }, node.type, row, { field, columns: columns ?? [] });
    },
  }),
);

interface NamedNode {
  typename: string;
  id: string;
  type: ExplainedType;
}

/** Null for what no row can have. Throws for a type whose values are not recorded one by one. */
function nodeOf(globalId: string): NamedNode | null {
  let decoded: { typename: string; id: string };
  try {
    decoded = decodeGlobalID(globalId);
  } catch {
    return null;
  }
  const { typename, id } = decoded;
  if (!isRowId(id)) return null;
  const type = Object.hasOwn(EXPLAINED_TYPES, typename) ? EXPLAINED_TYPES[typename] : undefined;
  if (type) return { typename, id, type };
  throw new GraphQLError('Values of this type are not recorded one by one.', {
    extensions: {
      code: 'BAD_USER_INPUT',
      argument: 'id',
      remedy: `Give the id of one of: ${Object.keys(EXPLAINED_TYPES).join(', ')}.`,
    },
  });
}

function unknownField({ typename, type }: NamedNode, field: string): GraphQLError {
  const known = [...Object.keys(type.columns), ...(typename === 'CourseRun' ? COMPUTED_FIELDS : [])];
  return new GraphQLError(`${typename} has no recorded field ${JSON.stringify(field.slice(0, 100))}.`, {
    extensions: { code: 'BAD_USER_INPUT', argument: 'field', remedy: `Give one of: ${known.join(', ')}.` },
  });
}
