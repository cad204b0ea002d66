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

const SetClassStatus = graphql(
  `
    mutation SetClassStatus($input: CourseRunSetClassStatusInput!) {
      courseRunSetClassStatus(input: $input) {
        __typename
        ... on CourseRunSetClassStatusSuccess {
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

const ClassStatus = z.enum(['CONFIRMED', 'PENDING', 'CANCELLED']);

export const loader = pageLoader(async (page) => ({ run: await findRun(page), actKey: newActKey() }));

export const action = pageAction(async (act) => {
  const { ask, text, form, links } = act;
  const run = await findRun(act);
  const chosen = ClassStatus.safeParse(text('classStatus'));
  if (!chosen.success) return invalidChoice('classStatus', 'class status', form);
  const classStatus = chosen.data;
  const { courseRunSetClassStatus } = await ask(SetClassStatus, {
    input: {
      courseRunId: run.id,
      classStatus,
      reason: text('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunSetClassStatus);
  if ('fault' in outcome) return refusedAct(ask, run.id, outcome.fault, form);
  const word = statusWord('classStatus', classStatus).label;
  return classWasSet(act, {
    ssgRunId: run.ssgRunId,
    word,
    done: outcome.done,
    undo: {
      action: links.setClassStatus(run.ssgRunId),
      fields: { classStatus: run.classStatus, reason: `Undone: it was set to ${word} a moment ago.` },
    },
  });
});

/** Says whether the class takes place, and what follows from each answer. */
export default function SetClassStatusDialog() {
  const { run, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const closeTo = links.courseRun(run.ssgRunId);
  const { live } = run.enrolmentCounts;
  const learners =
    live === 0 ? 'Nobody is enrolled.' : live === 1 ? '1 learner stays enrolled.' : `${live} learners stay enrolled.`;
  const consequences: Record<string, string> = {
    CONFIRMED: 'The class takes place. The clock makes it Active when it begins.',
    PENDING:
      'Whether it takes place is open. The clock still makes it Active when it begins, and it then stands among the issues.',
    CANCELLED: `It does not take place, and the clock leaves it alone. ${learners} Move or remove them, and cancel at SSG: Rollcall tells SSG nothing.`,
  };
  return (
    <ActDialog title={`Class status of run ${run.ssgRunId}`} closeTo={closeTo}>
      <ActForm submit="Set class status" closeTo={closeTo} actKey={actKey} version={run.version}>
        <ClassChoice name="classStatus" current={run.classStatus} consequences={consequences} />
        <ReasonField />
      </ActForm>
    </ActDialog>
  );
}
