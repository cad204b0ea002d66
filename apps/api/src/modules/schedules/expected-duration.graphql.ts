import { HISTORY_LENGTH } from '@rollcall/domain/chain/predict-finish';
import { builder } from '../../graphql/builder.js';
import { engineOf, type GraphqlContext } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';
import { createTypicalDurationsBatch } from '../chains/typical-durations-loader.graphql.js';
import { createExpectedDurationLoader } from './expected-duration.js';
import { ticksToCome } from './schedule-tick.graphql.js';

const durationsOfRuns = perOperation(({ database }) => createExpectedDurationLoader(database.pool));
const durationsOfSteps = perOperation(({ database }) => createTypicalDurationsBatch(database.pool));

interface ScheduleFacts {
  providerId: string | null;
  name: string;
  taskChain: string | null;
  chainOrder: number | null;
  cron: string | null;
  timeZone: string;
  fullWeekdays: number[];
}

builder.prismaObjectField('Schedule', 'expectedDurationSeconds', (t) =>
  t.int({
    nullable: true,
    description: `How long a run takes as a rule: the median of the last ${HISTORY_LENGTH} completed runs of its chain in the mode of its next tick, and for the schedule of a step that of the step. Null without history.`,
    select: {
      providerId: true,
      name: true,
      taskChain: true,
      chainOrder: true,
      cron: true,
      timeZone: true,
      fullWeekdays: true,
    },
    resolve: async (schedule, _args, context) => {
      const milliseconds = await expectedDuration(schedule, context);
      return milliseconds === null ? null : Math.round(milliseconds / 1000);
    },
  }),
);

async function expectedDuration(schedule: ScheduleFacts, context: GraphqlContext): Promise<number | null> {
  const chain = engineOf(context).chains.all.find(({ declaration }) => declaration.name === schedule.taskChain);
  if (!chain) return null;
  const [next] = ticksToCome(schedule, chain, { now: context.now() });
  // A step that runs with its chain alone has no tick, and a mode only as far as its chain has one.
  const mode = next?.mode ?? chain.declaration.modes[0] ?? 'full';
  const { name, providerId, chainOrder } = schedule;
  const kind = { chainName: chain.declaration.name, providerId, mode };
  if (chainOrder === 0) return durationsOfRuns(context)(kind);
  return (await durationsOfSteps(context)({ ...kind, dryRun: false })).get(name) ?? null;
}
