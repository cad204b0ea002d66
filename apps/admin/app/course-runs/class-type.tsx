import { Radio, Stack } from '@mantine/core';
import { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField, useFieldFault, useTyped } from '~/ui/act-form';
import { statusOptions, statusWord } from '~/words/status-words';
import { expectedVersion, findRun } from './find-run.server';
import { invalidChoice, refusedAct } from './refused-act.server';
import { warningNotes } from './warning-notes';

const SetClassType = graphql(
  `
    mutation SetClassType($input: CourseRunSetClassTypeInput!) {
      courseRunSetClassType(input: $input) {
        __typename
        ... on CourseRunSetClassTypeSuccess {
          changed
          warnings {
            message
            remedy
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

const ClassType = z.enum(['PHYSICAL', 'VIRTUAL', 'HYBRID']);

export const loader = pageLoader(async (page) => ({ run: await findRun(page), actKey: newActKey() }));

export const action = pageAction(async (act) => {
  const { ask, text, optional, form, links } = act;
  const run = await findRun(act);
  const chosen = ClassType.safeParse(text('classType'));
  if (!chosen.success) return invalidChoice('classType', 'class type', form);
  const classType = chosen.data;
  const { courseRunSetClassType } = await ask(SetClassType, {
    input: {
      courseRunId: run.id,
      classType,
      reason: optional('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunSetClassType);
  if ('fault' in outcome) return refusedAct(ask, run.id, outcome.fault, form);
  const word = statusWord('classType', classType).label;
  const to = links.courseRun(run.ssgRunId);
  if (!outcome.done.changed) return redirectWithToast(act.context, to, { message: `Run ${run.ssgRunId} is ${word} already.` });
  return redirectWithToast(act.context, to, {
    message: `Run ${run.ssgRunId} is ${word} now.`,
    notes: warningNotes(outcome.done.warnings),
    // What was not set cannot be set back.
    ...(run.classType && {
      undo: {
        label: 'Undo',
        action: links.setClassType(run.ssgRunId),
        fields: { classType: run.classType, idempotencyKey: newActKey() },
      },
    }),
  });
});

const CONSEQUENCES: Record<string, string> = {
  PHYSICAL: 'It is held in a room.',
  VIRTUAL: 'It is held online.',
  HYBRID: 'It is held in a room and online together.',
};

/** Says how the class is held. */
export default function SetClassTypeDialog() {
  const { run, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const chosen = useTyped('classType', run.classType ?? '');
  const fault = useFieldFault('classType');
  const closeTo = links.courseRun(run.ssgRunId);
  return (
    <ActDialog title={`Class type of run ${run.ssgRunId}`} closeTo={closeTo}>
      <p>No sync touches the class type. The mode of learning is SSG’s, and stays as it is.</p>
      <ActForm submit="Set class type" closeTo={closeTo} actKey={actKey} version={run.version}>
        <Radio.Group name="classType" label="The class is" defaultValue={chosen} error={fault}>
          <Stack gap="sm" mt="xs">
            {statusOptions('classType').map(({ value, label }) => (
              <Radio
                key={value}
                value={value}
                required
                label={value === run.classType ? `${label} (as it is)` : label}
                description={CONSEQUENCES[value]}
              />
            ))}
          </Stack>
        </Radio.Group>
        <ReasonField required={false} />
      </ActForm>
    </ActDialog>
  );
}
