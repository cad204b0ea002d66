import { NativeSelect, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, useTyped } from '~/ui/act-form';
import { CronFields } from './cron-fields';
import { FullWeekdaysField } from './full-weekdays-field';
import { readSchedule } from './read-schedule.server';
import { type ScheduleView, scheduleTitle } from './schedule-fragment';
import { POLICY_WORDS } from './schedule-words';

const UpdateSchedule = graphql(
  `
    mutation UpdateSchedule($input: ScheduleUpdateInput!) {
      scheduleUpdate(input: $input) {
        __typename
        ... on ScheduleUpdateSuccess {
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

export const meta: MetaFunction = () => [{ title: 'Edit a schedule · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const preview = page.url.searchParams;
  return {
    schedule: await readSchedule(page),
    /** What was typed before a preview without a script. */
    tried: { cron: preview.get('cron'), timeZone: preview.get('timeZone') },
    now: new Date().toISOString(),
    actKey: newActKey(),
  };
});

const Policy = z.enum(['SKIP', 'BUFFER_ONE']);
const WholeHours = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number);

export const action = pageAction(async (act) => {
  const { ask, links, param, form, text, choice } = act;
  const scheduleId = param('scheduleId');
  const before = await readSchedule(act);
  const { scheduleUpdate } = await ask(UpdateSchedule, {
    input: {
      scheduleId,
      cron: text('cron').replace(/\s+/g, ' ') || null,
      timeZone: text('timeZone'),
      overlapPolicy: choice('overlapPolicy', Policy),
      catchUpHours: choice('catchUpHours', WholeHours),
      fullWeekdays: readWeekdays(form) ?? before.fullWeekdays,
    },
  });
  const outcome = outcomeOf(scheduleUpdate);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(act.context, links.chains, {
    message: `The schedule of ${scheduleTitle(before)} was changed. It counts from now.`,
    undo: { label: 'Undo', action: links.schedule(scheduleId), fields: fieldsOf(before) },
  });
});

/** The ticked boxes; or `0,3`, as an undo sends them; null where neither was sent. */
function readWeekdays(form: FormData): number[] | null {
  const listed = form.get('fullWeekdays');
  if (typeof listed === 'string') return listed === '' ? [] : listed.split(',').map(Number);
  return form.has('weekdaysShown') ? form.getAll('fullWeekday').map(Number) : null;
}

/** The form that brings a schedule back. */
function fieldsOf({ cron, timeZone, overlapPolicy, catchUpHours, fullWeekdays }: ScheduleView): Record<string, string> {
  return {
    cron: cron ?? '',
    timeZone,
    overlapPolicy,
    catchUpHours: String(catchUpHours),
    fullWeekdays: fullWeekdays.join(','),
  };
}

export default function EditScheduleDialog() {
  const { schedule, tried, now, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { step, overlapPolicy, catchUpHours, chain, fullWeekdays } = schedule;
  return (
    <ActDialog title={`When ${scheduleTitle(schedule)} runs`} closeTo={links.chains}>
      <ActForm submit="Save" closeTo={links.chains} actKey={actKey}>
        <CronFields
          cron={useTyped('cron', tried.cron ?? schedule.cron ?? '')}
          timeZone={useTyped('timeZone', tried.timeZone ?? schedule.timeZone)}
          optional={step !== null}
          now={Date.parse(now)}
        />
        {chain && chain.modes.length > 1 && step === null && <FullWeekdaysField weekdays={fullWeekdays} />}
        <NativeSelect
          name="overlapPolicy"
          label="When a tick comes while the run before it is still at work"
          defaultValue={useTyped('overlapPolicy', overlapPolicy)}
          data={Object.entries(POLICY_WORDS).map(([value, label]) => ({ value, label }))}
        />
        <TextInput
          type="number"
          name="catchUpHours"
          label="Catch up a missed tick within"
          description="Hours, 0 to 168. With 0 what was missed is never made up for."
          min={0}
          max={168}
          step={1}
          defaultValue={useTyped('catchUpHours', String(catchUpHours))}
        />
      </ActForm>
    </ActDialog>
  );
}
