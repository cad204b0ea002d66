import { useActionData, useLoaderData } from '@remix-run/react';
import { type ActAnswer, outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { Empty } from '~/ui/empty';
import { FaultNotice } from '~/ui/fault-notice';
import { StatusBadge } from '~/ui/status-badge';
import { expectedVersion, findRun } from './find-run.server';
import { MoveTrainer } from './move-trainer';
import styles from './order-trainers.module.css';
import { refusedAct } from './refused-act.server';
import { orderOf } from './trainer-order';
import { warningNotes } from './warning-notes';

const ReorderTrainers = graphql(
  `
    mutation ReorderTrainers($input: CourseRunTrainerReorderInput!) {
      courseRunTrainerReorder(input: $input) {
        __typename
        ... on CourseRunTrainerReorderSuccess {
          changed
          courseRun {
            runTrainers {
              name
            }
          }
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

export const loader = pageLoader(async (page) => ({ run: await findRun(page), orderKey: newActKey() }));

export const action = pageAction(async (act) => {
  const { ask, text, optional, form, links } = act;
  const run = await findRun(act);
  const { courseRunTrainerReorder } = await ask(ReorderTrainers, {
    input: {
      courseRunId: run.id,
      trainerIds: orderOf(text('trainerIds')),
      reason: optional('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunTrainerReorder);
  if ('fault' in outcome) return refusedAct(ask, run.id, outcome.fault, form);
  const to = links.courseRun(run.ssgRunId);
  if (!outcome.done.changed) return redirectWithToast(act.context, to, { message: 'The trainers stand in this order already.' });
  const names = outcome.done.courseRun?.runTrainers.map(({ name }) => name).join(', ');
  const before = optional('before');
  return redirectWithToast(act.context, to, {
    message: `The trainers’ order is ${names ?? 'changed'}.`,
    notes: warningNotes(outcome.done.warnings),
    ...(before && {
      undo: {
        label: 'Undo',
        action: links.reorderTrainers(run.ssgRunId),
        fields: { trainerIds: before, idempotencyKey: newActKey(), reason: 'Undone: moved a moment ago.' },
      },
    }),
  });
});

/** Everybody linked to the run, to be moved up and down; the first who teaches is the assigned trainer. */
export default function OrderTrainers() {
  const { run, orderKey } = useLoaderData<typeof loader>();
  const answer = useActionData<ActAnswer>();
  const { links } = useProvider();
  return (
    <ActDialog title={`Order of the trainers of run ${run.ssgRunId}`} closeTo={links.courseRun(run.ssgRunId)}>
      {answer && <FaultNotice fault={answer.fault} changes={answer.changes ?? []} />}
      <p>The first who teaches is the assigned trainer.</p>
      {run.runTrainers.length === 0 ? (
        <Empty title="Nobody is linked to this run." />
      ) : (
        <ol className={styles['order']}>
          {run.runTrainers.map((trainer) => (
            <li key={`${trainer.trainerId} ${trainer.role}`}>
              <MoveTrainer run={run} trainer={trainer} orderKey={orderKey} />
              {trainer.name} <StatusBadge kind="runTrainerRole" value={trainer.role} />
            </li>
          ))}
        </ol>
      )}
    </ActDialog>
  );
}
