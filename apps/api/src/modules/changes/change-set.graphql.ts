import type { Owner } from '@rollcall/domain/change/rules';
import { onlyAtProvider } from '../../access/guard-field.js';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { entityNodeId } from '../../contract/entity-node.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { ChangedEntity, FieldOwner } from './change-enums.graphql.js';
import { sentenceOf } from './provenance.graphql.js';
import { shownValue } from './shown-value.js';

const ChangeSetPhase = storedEnum('ChangeSetPhase', ['sync', 'trainers', 'reconcile', 'activation', 'admin'], {
  description: 'Which planner, or who, decided.',
  words: {
    sync: 'Run, learners and enrolments.',
    trainers: 'Trainers.',
    reconcile: 'Cancellations after the start.',
    activation: 'Classes whose day has come.',
    admin: 'An admin, or a machine in their stead.',
  },
});

const ChangeSetStatus = storedEnum('ChangeSetStatus', ['applied', 'awaiting_approval', 'rejected'], {
  description: 'What became of a change set.',
  words: { applied: 'Written.', awaiting_approval: 'Waits for a person.', rejected: 'Not written.' },
});

/** Stands for the id of a row that a change would make, and that is not there. */
export const NO_ROW_YET = '00000000-0000-0000-0000-000000000000';

/**
 * Selected whole and shown without asking further: what is planned and not written looks the same, and is no row that could be
 * looked up.
 */
export const Change = builder.prismaObject('Change', {
  description: 'One field that was written, or would be, with the owner and the rule that decided.',
  select: { id: true, entityType: true, entityId: true, field: true, before: true, after: true, owner: true, rule: true },
  fields: (t) => ({
    entityType: t.field({
      type: ChangedEntity.ref,
      description: 'What kind of row.',
      resolve: (change) => ChangedEntity.read(change.entityType),
    }),
    entityId: t.id({
      nullable: true,
      description: 'Global id of the row; null for kinds that `node` does not find, and for a row that would be made.',
      resolve: ({ entityType, entityId }) => (entityId === NO_ROW_YET ? null : entityNodeId(entityType, entityId)),
    }),
    key: t.string({
      nullable: true,
      description:
        'Of a change that is planned: SSG’s run id or reference number, which keeps the fields of one row together. Null for what was written.',
      resolve: (change) => ('key' in change && typeof change.key === 'string' ? change.key : null),
    }),
    field: t.string({ description: 'Name of the column.', resolve: ({ field }) => field }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value before.',
      resolve: (change) => shownValue(change, change.before),
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value after.',
      resolve: (change) => shownValue(change, change.after),
    }),
    owner: t.field({
      type: FieldOwner.ref,
      description: 'Who owns the value.',
      resolve: (change): Owner => FieldOwner.read(change.owner),
    }),
    rule: t.string({ description: 'Id of the rule that decided.', resolve: ({ rule }) => rule }),
    ruleText: t.string({
      nullable: true,
      description: 'The rule in a sentence.',
      resolve: (change) => sentenceOf(change.rule),
    }),
  }),
});

const ChangeSet = builder.prismaNode('ChangeSet', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(
    (principal) => visibleAtProvider(principal, 'change.read'),
    (prisma, where) => prisma.changeSet.findMany({ where, select: { id: true } }),
  ),
  description: 'What one unit of work, a course run, decided to write.',
  select: { id: true, providerId: true },
  fields: (t) => ({
    ssgRunId: t.exposeString('ssgRunId', { nullable: true, description: 'SSG’s run id.' }),
    phase: t.field({
      type: ChangeSetPhase.ref,
      description: 'Which planner, or who, decided.',
      select: { phase: true },
      resolve: (set) => ChangeSetPhase.read(set.phase),
    }),
    status: t.field({
      type: ChangeSetStatus.ref,
      description: 'What became of it.',
      select: { status: true },
      resolve: (set) => ChangeSetStatus.read(set.status),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was decided.' }),
    batch: t.relation('batch', { ...onlyAtProvider('sync.read'), nullable: true, description: 'The sync batch it belongs to.' }),
    changes: t.relatedConnection(
      'changes',
      { cursor: 'id', totalCount: true, description: 'Its changes, as written.', query: { orderBy: [{ id: 'asc' }] } },
      ...connectionType('Change', Change, 'changes'),
    ),
  }),
});

builder.prismaObjectField('SyncBatch', 'changeSets', (t) =>
  t.relatedConnection(
    'changeSets',
    {
      ...onlyAtProvider('change.read'),
      cursor: 'id',
      totalCount: true,
      description: 'What it decided to write, in order.',
      query: { orderBy: [{ id: 'asc' }] },
    },
    ...connectionType('ChangeSet', ChangeSet, 'change sets'),
  ),
);
