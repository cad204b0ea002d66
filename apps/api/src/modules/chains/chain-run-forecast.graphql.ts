import { createContextCache } from '@pothos/core';
import { predictFinish } from '@rollcall/domain/chain/predict-finish';
import { builder } from '../../graphql/builder.js';
import { engineOf, type GraphqlContext } from '../../graphql/context.js';
import { ChainStepStatus } from './chain-enums.graphql.js';
import { STEP_ORDER } from './chain-run.graphql.js';
import { createTypicalDurationsBatch } from './typical-durations-loader.graphql.js';

const typicalDurations = createContextCache(({ database }: GraphqlContext) => createTypicalDurationsBatch(database.pool));

builder.prismaObjectFields('ChainRun', (t) => ({
  callsMade: t.int({
    description: 'Calls made to upstreams by all its steps.',
    select: { steps: { orderBy: STEP_ORDER, select: { callsMade: true } } },
    resolve: ({ steps }) => steps.reduce((sum, { callsMade }) => sum + callsMade, 0),
  }),
  callsPredicted: t.int({
    nullable: true,
    description: 'Calls expected in all, of the steps that know; null while none does.',
    select: { steps: { orderBy: STEP_ORDER, select: { callsPredicted: true } } },
    resolve: ({ steps }) => {
      const known = steps.flatMap(({ callsPredicted }) => (callsPredicted === null ? [] : [callsPredicted]));
      return known.length === 0 ? null : known.reduce((sum, calls) => sum + calls, 0);
    },
  }),
  predictedFinishAt: t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When it will be over, by the calls ahead and the last successes of its steps; null where nobody can say: it has ended, waits, or has a step without history (X21).',
    select: {
      chainName: true,
      providerId: true,
      mode: true,
      dryRun: true,
      status: true,
      steps: {
        orderBy: STEP_ORDER,
        select: { step: true, status: true, startedAt: true, callsMade: true, callsPredicted: true },
      },
    },
    resolve: async ({ status, steps, ...kind }, _args, context) => {
      // A queued run begins when the one before it ends, and nobody knows when that is.
      if (status !== 'running') return null;
      const typical = await typicalDurations(context)(kind);
      const finish = predictFinish({
        now: context.now(),
        paceMs: engineOf(context).deps.settings.ssg.rateLimitMs,
        steps: steps.map((step) => ({
          status: ChainStepStatus.read(step.status),
          startedAt: step.startedAt?.getTime() ?? null,
          callsMade: step.callsMade,
          callsPredicted: step.callsPredicted,
          typicalMs: typical.get(step.step) ?? null,
        })),
      });
      return finish === null ? null : new Date(finish);
    },
  }),
}));
