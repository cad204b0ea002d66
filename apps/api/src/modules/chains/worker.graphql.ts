import { seesInstallation } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { MAX_PAGE_SIZE } from '../../graphql/page-limits.js';
import { type LiveWorker, listLiveWorkers } from '../../worker/worker-row.js';

const Worker = builder.objectRef<LiveWorker>('Worker').implement({
  description: 'A process that does steps.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Host and process id.' }),
    draining: t.exposeBoolean('draining', { description: 'Whether it is stopping and takes no new steps.' }),
    steps: t.exposeInt('steps', { description: 'Steps it has at the moment.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began to work.' }),
  }),
});

builder.queryField('workers', (t) =>
  t.field({
    authScopes: { may: 'chain.read' },
    type: [Worker],
    description: `The workers that live, oldest first; at most ${MAX_PAGE_SIZE}. They work for every provider, so they are shown to those who see every provider.`,
    resolve: async (_root, _args, context) =>
      seesInstallation(principalOf(context), 'chain.read')
        ? (await listLiveWorkers(context.database.pool)).slice(0, MAX_PAGE_SIZE)
        : [],
  }),
);
