import { visibleAtProvider } from '../../access/visible-rows.js';
import { readCursor } from '../../events/activity.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { showsEvent } from '../../graphql/guard-events.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { Incident } from '../incidents/incident.graphql.js';
import { type ActivityEvent, ActivityStreams, isTold, toldNow } from './follow-activity.js';
import { INCIDENT_CHANGE_KINDS, type IncidentsChange, incidentsChangeOf } from './incidents-change.js';

const IncidentChangeKind = storedEnum('IncidentChangeKind', INCIDENT_CHANGE_KINDS, {
  description: 'What happened to an incident.',
  words: {
    'incident.opened': 'It is new.',
    'incident.repeated': 'It happened again.',
    'incident.noted': 'Somebody wrote what is done about it.',
    'incident.closed': 'It works again.',
  },
});

const IncidentsChange = builder.objectRef<IncidentsChange>('IncidentsChange').implement({
  description: 'Incidents that changed together.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Where it stands in the log; give the newest as `after` to go on from there.',
    }),
    kinds: t.field({ type: [IncidentChangeKind.ref], description: 'What happened to them.', resolve: ({ kinds }) => kinds }),
    incidents: t.prismaField({
      type: [Incident],
      description: 'The incidents as they are now, those that you may see.',
      resolve: (query, { incidentIds }, _args, context) =>
        context.database.prisma.incident.findMany({
          ...query,
          where: { AND: [visibleAtProvider(principalOf(context), 'incident.read'), { id: { in: incidentIds } }] },
          orderBy: { id: 'asc' },
        }),
    }),
    happenedAt: t.expose('happenedAt', { type: 'DateTime', description: 'When the newest of it happened.' }),
  }),
});

const streams = new ActivityStreams<IncidentsChange>();

builder.subscriptionField('incidentsChanged', (t) =>
  t.field({
    authScopes: { may: 'incident.read' },
    // By what they may do by then: whoever lost a provider meanwhile is not even told that something happened there.
    ...showsEvent<ActivityEvent<IncidentsChange>>((event, principal) => isTold(event.toldTo(principal))),
    type: IncidentsChange,
    description:
      'Incidents that open, repeat, get a note or close from now on, or since `after`. Nothing is left out and nothing comes twice; a cursor older than thirty days is answered with the code CURSOR_TOO_OLD.',
    args: {
      provider: t.arg.string({ description: 'UEN of the provider; left out: all that you may see.' }),
      after: t.arg.string({ description: 'The cursor of the last event already known; nothing: from now on.' }),
    },
    subscribe: async (_root, { provider, after }, context) => {
      const principal = principalOf(context);
      const batches = await context.events.activity(after == null ? null : readCursor(after));
      return streams.follow(batches, { principal, asked: provider ?? '' }, (batch, by) =>
        incidentsChangeOf(context.database, by, provider ?? null, batch),
      );
    },
    resolve: (event: ActivityEvent<IncidentsChange>, _args, context) => toldNow(event, principalOf(context)),
  }),
);
