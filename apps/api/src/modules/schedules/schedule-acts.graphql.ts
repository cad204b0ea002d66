import { rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { changeSchedule, type ScheduleChange, UnknownScheduleError } from './change-schedule.js';
import { OverlapPolicy, Schedule } from './schedule.graphql.js';

/** The row id of the schedule that was changed. */
interface Changed {
  scheduleId: string;
}

const success = (name: string, description: string) => ({
  name,
  ref: builder.objectRef<Changed>(name).implement({
    description,
    fields: (t) => ({
      schedule: t.prismaField({
        type: Schedule,
        description: 'The schedule as it is now.',
        resolve: (query, { scheduleId }, _args, { database }) =>
          database.prisma.schedule.findUniqueOrThrow({ ...query, where: { id: scheduleId } }),
      }),
    }),
  }),
});

const change = (context: GraphqlContext, globalId: string | number, wish: ScheduleChange) =>
  answerAct(async (): Promise<Changed> => {
    const scheduleId = rowIdOf('Schedule', String(globalId));
    if (scheduleId === null) throw new UnknownScheduleError(String(globalId));
    await changeSchedule(context, { scheduleId, change: wish, by: principalOf(context) });
    return { scheduleId };
  });

const ScheduleUpdateInput = builder.inputType('ScheduleUpdateInput', {
  description: 'What to change of a schedule; what is left out stays.',
  fields: (t) => ({
    scheduleId: t.id({ required: true, description: 'Global id of the schedule.' }),
    cron: t.string({
      description:
        'Minute, hour, day of month, month, day of week. Null lets a step run with its chain alone; a chain needs a cron.',
    }),
    timeZone: t.string({ description: 'IANA time zone of the cron.' }),
    overlapPolicy: t.field({
      type: OverlapPolicy.ref,
      description: 'What a tick does while the run before it is still at work.',
    }),
    catchUpHours: t.int({ description: 'A tick missed by less than this is made up for once; 0 to 168.' }),
    fullWeekdays: t.intList({ description: 'Weekdays on which the chain reads everything, 0 is Sunday.' }),
  }),
});

builder.mutationField('scheduleUpdate', (t) =>
  t.field({
    authScopes: { may: 'schedule.update' },
    type: actResult('ScheduleUpdateResult', success('ScheduleUpdateSuccess', 'The schedule was changed.'), [
      'NOT_FOUND',
      'FORBIDDEN',
      'REFUSED',
    ]),
    description: 'Changes when a chain runs by itself. A new cron or zone counts from now on.',
    args: { input: t.arg({ type: ScheduleUpdateInput, required: true, description: 'Which schedule, and what to change.' }) },
    resolve: (_root, { input }, context) => {
      const { scheduleId, cron, timeZone, overlapPolicy, catchUpHours, fullWeekdays } = input;
      return change(context, scheduleId, {
        // Null means something here, unlike below.
        ...(cron !== undefined && { cron }),
        ...(timeZone != null && { timeZone }),
        ...(overlapPolicy != null && { overlapPolicy }),
        ...(catchUpHours != null && { catchUpHours }),
        ...(fullWeekdays != null && { fullWeekdays: [...new Set(fullWeekdays)].sort() }),
      });
    },
  }),
);

const SchedulePauseInput = builder.inputType('SchedulePauseInput', {
  description: 'Which schedule to pause, or to let run again.',
  fields: (t) => ({
    scheduleId: t.id({ required: true, description: 'Global id of the schedule.' }),
    paused: t.boolean({ required: true, description: 'True pauses it, false lets it run again.' }),
    reason: t.string({ description: 'Why it is paused.' }),
  }),
});

builder.mutationField('schedulePause', (t) =>
  t.field({
    authScopes: { may: 'schedule.update' },
    type: actResult('SchedulePauseResult', success('SchedulePauseSuccess', 'The schedule is paused, or runs again.'), [
      'NOT_FOUND',
      'FORBIDDEN',
      'REFUSED',
    ]),
    description: 'Pauses a schedule, so that its ticks are skipped and recorded as such, or lets it run again.',
    args: { input: t.arg({ type: SchedulePauseInput, required: true, description: 'Which schedule, and why.' }) },
    resolve: (_root, { input }, context) =>
      change(context, input.scheduleId, { paused: input.paused, pausedReason: input.reason ?? null }),
  }),
);
