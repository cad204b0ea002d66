import { type FragmentOf, graphql } from '~/api/graphql';

/** When something runs by itself. */
export const ScheduleFragment = graphql(`
  fragment Schedule on Schedule {
    id
    name
    step
    cron
    timeZone
    fullWeekdays
    overlapPolicy
    catchUpHours
    paused
    pausedReason
    chain {
      name
      title
      modes
      steps {
        name
        title
      }
    }
    nextTicks {
      at
      local
      mode
    }
  }
`);

export type ScheduleView = FragmentOf<typeof ScheduleFragment>;

/** `Daily sync`; of a step `Daily sync: Send the digest`. */
export function scheduleTitle({ chain, step, name }: Pick<ScheduleView, 'chain' | 'step' | 'name'>): string {
  if (!chain) return name;
  if (step === null) return chain.title;
  return `${chain.title}: ${chain.steps.find((one) => one.name === step)?.title ?? step}`;
}
