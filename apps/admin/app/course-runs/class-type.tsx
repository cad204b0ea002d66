import { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { statusWord } from '~/words/status-words';
import { ClassChoice } from './class-choice';
import { classWasSet } from './class-was-set.server';
import { expectedVersion, findRun } from './find-run.server';
import { invalidChoice, refusedAct } from './refused-act.server';

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
  return classWasSet(act, {
    ssgRunId: run.ssgRunId,
    word: statusWord('classType', classType).label,
    done: outcome.done,
    // What was not set cannot be set back.
    undo: run.classType && { action: links.setClassType(run.ssgRunId), fields: { classType: run.classType } },
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
  const closeTo = links.courseRun(run.ssgRunId);
  return (
    <ActDialog title={`Class type of run ${run.ssgRunId}`} closeTo={closeTo}>
      <p>No sync touches the class type. The mode of learning is SSG’s, and stays as it is.</p>
      <ActForm submit="Set class type" closeTo={closeTo} actKey={actKey} version={run.version}>
        <ClassChoice name="classType" current={run.classType} consequences={CONSEQUENCES} />
        <ReasonField required={false} />
      </ActForm>
    </ActDialog>
  );
}
