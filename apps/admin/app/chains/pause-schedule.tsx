import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { Moment } from '~/ui/moment';
import { readSchedule } from './read-schedule.server';
import { scheduleTitle } from './schedule-fragment';

const PauseSchedule = graphql(
  `
    mutation PauseSchedule($input: SchedulePauseInput!) {
      schedulePause(input: $input) {
        __typename
        ... on SchedulePauseSuccess {
          schedule {
            id
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Pause a schedule · Rollcall' }];

export const loader = pageLoader(async (page) => ({ schedule: await readSchedule(page), actKey: newActKey() }));

export const action = pageAction(async (act) => {
  const { ask, links, param, form, text, optional } = act;
  const scheduleId = param('scheduleId');
  const schedule = await readSchedule(act);
  const paused = text('paused') === 'true';
  const { schedulePause } = await ask(PauseSchedule, { input: { scheduleId, paused, reason: optional('reason') } });
  const outcome = outcomeOf(schedulePause);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const title = scheduleTitle(schedule);
  return redirectWithToast(act.context, links.chains, {
    message: paused ? `${title} is paused.` : `${title} runs by itself again.`,
    undo: {
      label: 'Undo',
      action: links.pauseSchedule(scheduleId),
      fields: { paused: String(!paused), ...(schedule.pausedReason && { reason: schedule.pausedReason }) },
    },
  });
});

export default function PauseScheduleDialog() {
  const { schedule, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { paused, pausedReason, step, cron, chain, nextTicks } = schedule;
  const title = scheduleTitle(schedule);
  return (
    <ActDialog title={paused ? `Let ${title} run again` : `Pause ${title}`} closeTo={links.chains}>
      {paused ? (
        <p style={{ margin: 0 }}>
          Paused{pausedReason ? `: ${pausedReason}` : ''}. It runs by itself again
          {nextTicks[0] ? <NextTick at={nextTicks[0].at} /> : ' with its chain'}; what was skipped meanwhile is not made up for.
        </p>
      ) : (
        <p style={{ margin: 0 }}>
          {step !== null && `Runs of ${chain?.title ?? 'its chain'} leave this step out, and say so. `}
          {cron !== null && 'Its ticks are skipped and recorded as such, until somebody lets it run again. '}
          Whoever may can still run it by hand.
        </p>
      )}
      <ActForm submit={paused ? 'Let it run' : 'Pause'} closeTo={links.chains} actKey={actKey}>
        <input type="hidden" name="paused" value={String(!paused)} />
        {!paused && <ReasonField />}
      </ActForm>
    </ActDialog>
  );
}

const NextTick = ({ at }: { at: string }) => (
  <>
    , next at <Moment at={at} />
  </>
);
