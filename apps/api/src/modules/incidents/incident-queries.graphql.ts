import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { countRows } from '../../graphql/total-count.js';
import { AlertDelivery, AlertDeliveryStatus, visibleDeliveries } from './alert-delivery.graphql.js';
import { Incident, IncidentStatus, visibleToIncidentReaders } from './incident.graphql.js';

const IncidentFilter = builder.inputType('IncidentFilter', {
  description: 'Which incidents; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    status: t.field({ type: IncidentStatus.ref, description: 'Lasts, or does not.' }),
    noteRequested: t.boolean({ description: 'People were asked for a note and have not written it, or not.' }),
  }),
});

/** The visible rows that a filter lets through. */
function whereIncidents(
  filter: typeof IncidentFilter.$inferInput | null | undefined,
  context: GraphqlContext,
): Prisma.IncidentWhereInput {
  const { provider, status, noteRequested } = filter ?? {};
  const owesNote: Prisma.IncidentWhereInput = { noteRequestedAt: { not: null }, note: null };
  return {
    AND: visibleToIncidentReaders(principalOf(context)),
    ...(provider != null && { provider: { uen: provider } }),
    ...(status != null && { status }),
    ...(noteRequested != null && (noteRequested ? owesNote : { NOT: owesNote })),
  };
}

const AlertDeliveryFilter = builder.inputType('AlertDeliveryFilter', {
  description: 'Which messages; what is left out does not restrict.',
  fields: (t) => ({
    status: t.field({ type: AlertDeliveryStatus.ref, description: 'Has this status.' }),
    kind: t.string({ description: 'Exactly this kind.' }),
  }),
});

/** The visible rows that a filter lets through. */
function whereDeliveries(
  filter: typeof AlertDeliveryFilter.$inferInput | null | undefined,
  context: GraphqlContext,
): Prisma.AlertDeliveryWhereInput {
  const { status, kind } = filter ?? {};
  return { AND: visibleDeliveries(principalOf(context)), ...(status != null && { status }), ...(kind != null && { kind }) };
}

builder.queryFields((t) => ({
  incidents: t.prismaConnection(
    {
      authScopes: { may: 'incident.read' },
      type: Incident,
      cursor: 'id',
      description: 'Incidents, by when they were last seen.',
      args: { filter: t.arg({ type: IncidentFilter }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.incident.count({ where: whereIncidents(filter, context), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.incident.findMany({
          ...query,
          where: whereIncidents(filter, context),
          orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
        }),
    },
    ...connectionType('Incident', Incident, 'incidents'),
  ),
  alertDeliveries: t.prismaConnection(
    {
      authScopes: { may: 'incident.read' },
      type: AlertDelivery,
      cursor: 'id',
      description: 'Messages to people, newest first.',
      args: { filter: t.arg({ type: AlertDeliveryFilter }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.alertDelivery.count({ where: whereDeliveries(filter, context), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.alertDelivery.findMany({
          ...query,
          where: whereDeliveries(filter, context),
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
    },
    ...connectionType('AlertDelivery', AlertDelivery, 'messages'),
  ),
}));
