import { can } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import { GraphQLError } from 'graphql';
import type { FollowedEvent } from '../../events/chain-event.js';
import type { ChangedRun } from '../../events/changed-runs.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { showsEvent } from '../../graphql/guard-events.js';
import { UnknownChainRunError } from '../../workflow/chain-run-row.js';
import { ChainRunEvent } from './chain-event.graphql.js';
import { chainRunGlobalId, chainRunNumberOf } from './chain-run-id.js';

builder.subscriptionType({
  description: 'What can be followed as it happens, over WebSocket (graphql-transport-ws) or server-sent events at `/graphql`.',
});

/** Whether somebody may know of chain runs of a provider; null: of the installation's own. */
const mayRead = (principal: Principal, providerId: string | null): boolean =>
  can(principal, 'chain.read', { providerId }).allowed;

builder.subscriptionField('chainRunEvents', (t) =>
  t.field({
    ...showsEvent(({ providerId, chainRunId }: FollowedEvent, principal) => {
      if (mayRead(principal, providerId)) return true;
      // For somebody who may not see the run any more there is none.
      throw new UnknownChainRunError(String(chainRunId));
    }),
    authScopes: { may: 'chain.read' },
    type: ChainRunEvent,
    description:
      'Events of a chain run, each once and in order: those stored after `after`, then new ones. It ends with the run. After a lost connection subscribe again, anywhere, with the last `number` that arrived.',
    args: {
      chainRunId: t.arg.id({ required: true, description: 'Global id of the chain run, or its number.' }),
      after: t.arg.int({ description: 'The number of the last event already known; 0 or nothing for all.' }),
    },
    subscribe: async (_root, { chainRunId, after }, context) => {
      if (after != null && after < 0)
        throw new GraphQLError('`after` of `chainRunEvents` is below 0: give the number of an event, or nothing.', {
          extensions: { code: 'BAD_USER_INPUT', field: 'chainRunEvents', argument: 'after' },
        });
      const principal = principalOf(context);
      return context.events.subscribe(chainRunNumberOf(String(chainRunId)) ?? String(chainRunId), after ?? 0, (providerId) =>
        mayRead(principal, providerId),
      );
    },
    resolve: (event: FollowedEvent) => event,
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
    ...showsEvent((run: ChangedRun, principal) => mayRead(principal, run.providerId)),
    authScopes: { may: 'chain.read' },
    type: ChainRunChange,
    description:
      'Chain runs that you may see and that begin, move or end from now on, each at most a few times a second. Read the run to see how it stands.',
    subscribe: (_root, _args, { events }) => events.runsChanged(),
    resolve: (run: ChangedRun) => run,
  }),
);
