import { INCIDENT_STATUSES } from '@rollcall/domain/incident/incident';
import type { Principal } from '@rollcall/domain/permission/principal';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { ChainRun, visibleChainRun } from '../chains/chain-run.graphql.js';

export const IncidentStatus = storedEnum('IncidentStatus', INCIDENT_STATUSES, {
  description: 'Whether an incident lasts.',
  words: { open: 'What failed has not succeeded since.', closed: 'It works again.' },
});

const MOST_DELIVERIES = 20;

export const visibleToIncidentReaders = (principal: Principal) => visibleAtProvider(principal, 'incident.read');

export const Incident = builder.prismaNode('Incident', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleToIncidentReaders, (prisma, where) => prisma.incident.findMany({ where, select: { id: true } })),
  description: 'One trouble with one fingerprint, however often it happens.',
  select: { id: true },
  fields: (t) => ({
    fingerprint: t.exposeString('fingerprint', {
      description: 'What makes two failures the same trouble: upstream, kind of error, endpoint, provider.',
    }),
    title: t.exposeString('title', { description: 'What it is called in lists and subjects.' }),
    status: t.field({
      type: IncidentStatus.ref,
      description: 'Whether it lasts.',
      select: { status: true },
      resolve: ({ status }) => IncidentStatus.read(status),
    }),
    upstream: t.exposeString('upstream', { nullable: true, description: 'The system it happened at; null for one of our own.' }),
    errorClass: t.exposeString('errorClass', { description: 'The kind of error.' }),
    endpoint: t.exposeString('endpoint', { nullable: true, description: 'What was being done.' }),
    message: t.exposeString('message', { description: 'The newest message.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do about it.' }),
    occurrences: t.exposeInt('occurrences', { description: 'How often it happened.' }),
    recentAt: t.expose('recentAt', { type: ['DateTime'], description: 'The newest moments at which it happened.' }),
    runsTouched: t.exposeStringList('runsTouched', { description: 'SSG run ids it touched, the first hundred.' }),
    firstSeenAt: t.expose('firstSeenAt', { type: 'DateTime', description: 'When it happened first.' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When it happened last.' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true, description: 'When it worked again.' }),
    closedReason: t.exposeString('closedReason', { nullable: true, description: 'What showed that it works again.' }),
    noteRequestedAt: t.expose('noteRequestedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When people were asked what they will do about it (S1.19).',
    }),
    note: t.exposeString('note', { nullable: true, description: 'What was wrong, what is changed about it and by whom.' }),
    lastChainRun: t.prismaField({
      type: ChainRun,
      nullable: true,
      description: 'The chain run that met it last; null where it was met outside of one, or that run is gone.',
      select: { lastChainRunId: true },
      resolve: async (query, { lastChainRunId }, _args, context) =>
        context.database.prisma.chainRun.findUnique({
          ...query,
          // Prisma gathers look-ups of one turn into one statement; no run has the number 0.
          where: lastChainRunId === null ? { id: 0n } : await visibleChainRun(String(lastChainRunId), context),
        }),
    }),
    deliveries: t.relation('deliveries', {
      description: `The messages about it, newest first; at most ${MOST_DELIVERIES}.`,
      query: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: MOST_DELIVERIES },
    }),
    provider: t.relation('provider', {
      nullable: true,
      description: 'The provider it concerns; null for the whole installation.',
    }),
  }),
});
