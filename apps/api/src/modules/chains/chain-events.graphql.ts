import { GraphQLError } from 'graphql';
import type { ChainEvent } from '../../events/chain-event.js';
import type { ChangedRun } from '../../events/changed-runs.js';
import { builder } from '../../graphql/builder.js';
import { ChainRunEvent } from './chain-event.graphql.js';
import { chainRunGlobalId, chainRunNumberOf } from './chain-run-id.js';

builder.subscriptionType({
  description: 'What can be followed as it happens, over WebSocket (graphql-transport-ws) or server-sent events at `/graphql`.',
});

builder.subscriptionField('chainRunEvents', (t) =>
  t.field({
    authScopes: { may: 'chain.read' },
    type: ChainRunEvent,
    description:
      'Events of a chain run, each once and in order: those stored after `after`, then new ones. It ends with the run. After a lost connection subscribe again, anywhere, with the last `number` that arrived.',
    args: {
      chainRunId: t.arg.id({ required: true, description: 'Global id of the chain run, or its number.' }),
      after: t.arg.int({ description: 'The number of the last event already known; 0 or nothing for all.' }),
    },
    subscribe: async (_root, { chainRunId, after }, { events }) => {
      if (after != null && after < 0)
        throw new GraphQLError('`after` of `chainRunEvents` is below 0: give the number of an event, or nothing.', {
          extensions: { code: 'BAD_USER_INPUT', field: 'chainRunEvents', argument: 'after' },
        });
      return events.subscribe(chainRunNumberOf(String(chainRunId)) ?? String(chainRunId), after ?? 0);
    },
    resolve: (event: ChainEvent) => event,
  }),
);

const ChainRunChange = builder.objectRef<ChangedRun>('ChainRunChange').implement({
  description: 'A chain run that changed.',
  fields: (t) => ({
    chainRunId: t.id({ description: 'Global id of the chain run.', resolve: (run) => chainRunGlobalId(run.chainRunId) }),
    lastEventNumber: t.exposeInt('number', { description: 'The number of its newest event.' }),
  }),
});

builder.subscriptionField('chainRunsChanged', (t) =>
  t.field({
    authScopes: { may: 'chain.read' },
    type: ChainRunChange,
    description:
      'Chain runs that begin, move or end from now on, each at most a few times a second. Read the run to see how it stands.',
    subscribe: (_root, _args, { events }) => events.runsChanged(),
    resolve: (run: ChangedRun) => run,
  }),
);
