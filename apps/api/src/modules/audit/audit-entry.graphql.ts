import { entityNodeId } from '../../contract/entity-node.js';
import { globalIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { PrincipalKind } from '../viewer/viewer.graphql.js';
import { shownAudit } from './shown-audit.js';

export const AuditEntry = builder.prismaObject('AuditEntry', {
  description: 'Who did or saw what. Entries are never changed.',
  select: { id: true },
  fields: (t) => ({
    number: t.string({
      description: 'Rises from entry to entry.',
      select: { id: true },
      resolve: ({ id }) => String(id),
    }),
    actorKind: t.field({
      type: PrincipalKind.ref,
      description: 'What kind of principal acted.',
      select: { actorType: true },
      resolve: ({ actorType }) => PrincipalKind.read(actorType),
    }),
    actorId: t.exposeString('actorId', { nullable: true, description: 'Row id of the user or key; null for others.' }),
    actorName: t.exposeString('actorName', { nullable: true, description: 'What they were called at the time.' }),
    actorRole: t.exposeString('actorRole', { description: 'The role they acted in.' }),
    action: t.exposeString('action', { description: 'What was done: `enrolment.remove`.' }),
    entityType: t.exposeString('entityType', { description: 'Kind of what it was done to: `enrolment`.' }),
    entityId: t.exposeString('entityId', { nullable: true, description: 'Row id of what it was done to.' }),
    nodeId: t.id({
      nullable: true,
      description: 'Global id of what it was done to; null for kinds that `node` does not find.',
      select: { entityType: true, entityId: true },
      resolve: ({ entityType, entityId }) => (entityId === null ? null : entityNodeId(entityType, entityId)),
    }),
    reason: t.string({
      nullable: true,
      description: 'Why, in their words.',
      select: { reason: true },
      resolve: ({ reason }) => (reason === null ? null : maskIdentifiersIn(reason)),
    }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What it was before, masked; null where the changes stand in the change set.',
      select: { before: true, entityType: true },
      resolve: ({ before, entityType }) => shownAudit(entityType, before),
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What it was afterwards, masked; null where the changes stand in the change set.',
      select: { after: true, entityType: true },
      resolve: ({ after, entityType }) => shownAudit(entityType, after),
    }),
    changeSetId: t.id({
      nullable: true,
      description: 'Global id of the change set that has the changes field by field.',
      select: { changeSetId: true },
      resolve: ({ changeSetId }) => (changeSetId === null ? null : globalIdOf('ChangeSet', changeSetId)),
    }),
    correlationId: t.exposeString('correlationId', {
      nullable: true,
      description: 'Id of the request, under which the log has the rest.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
  }),
});

export const auditEntryConnection = connectionType('AuditEntry', AuditEntry, 'audit entries');
