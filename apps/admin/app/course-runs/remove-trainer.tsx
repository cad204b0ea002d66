import { useLoaderData } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { DeclineTrainer } from './decline-mutation.server';
import { expectedVersion } from './find-run.server';
import { refusedAct } from './refused-act.server';
import { runDays } from './run-days';
import { trainerOfRun } from './trainer-of-run.server';
import { warningNotes } from './warning-notes';

const RemoveTrainer = graphql(
  `
    mutation RemoveTrainer($input: CourseRunTrainerRemoveInput!) {
      courseRunTrainerRemove(input: $input) {
        __typename
        ... on CourseRunTrainerRemoveSuccess {
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

export const loader = pageLoader(async (page) => ({ ...(await trainerOfRun(page)), actKey: newActKey() }));

export const action = pageAction(async (act) => {
  const { ask, text, optional, form, links } = act;
  const { run, trainer, linked } = await trainerOfRun(act);
  const input = { courseRunId: run.id, trainerId: trainer.id };
  const { courseRunTrainerRemove } = await ask(RemoveTrainer, {
    input: {
      ...input,
      reason: optional('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunTrainerRemove);
  if ('fault' in outcome) return refusedAct(ask, run.id, outcome.fault, form);
  const to = links.courseRun(run.ssgRunId);
  if (!outcome.done.changed)
    return redirectWithToast(act.context, to, { message: `${trainer.name} is not linked to run ${run.ssgRunId}.` });
  if (text('withoutDecline') === '1') {
    // An assignment that is undone leaves nothing behind, and so not the decline that a removal records.
    const withdrawn = await ask(DeclineTrainer, {
      input: { ...input, withdraw: true, reason: text('reason'), idempotencyKey: `${text('idempotencyKey')}-decline` },
    });
    const end = outcomeOf(withdrawn.courseRunTrainerDecline);
    if ('fault' in end) return refusedAct(ask, run.id, end.fault, form);
    return redirectWithToast(act.context, to, { message: `Undone: ${trainer.name} is not assigned to run ${run.ssgRunId}.` });
  }
  const [first] = linked;
  return redirectWithToast(act.context, to, {
    message: `${trainer.name} is out of run ${run.ssgRunId}.`,
    notes: warningNotes(outcome.done.warnings),
    undo: {
      label: 'Undo',
      action: links.assignTrainer(run.ssgRunId),
      fields: {
        trainerId: trainer.id,
        role: first?.role ?? 'TRAINER',
        ...(first && { position: String(first.position) }),
        reason: 'Undone: removed a moment ago.',
        idempotencyKey: newActKey(),
      },
    },
  });
});

/** Takes somebody out of a run, and says what follows. */
export default function RemoveTrainerDialog() {
  const { run, trainer, linked, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const closeTo = links.courseRun(run.ssgRunId);
  const teaches = linked.length === 0 || linked.some(({ role }) => role === 'TRAINER');
  const others = run.runTrainers.filter(({ trainerId, role }) => trainerId !== trainer.id && role === 'TRAINER');
  const [next] = others;
  return (
    <ActDialog title={`Remove ${trainer.name}`} closeTo={closeTo}>
      <p>
        Takes {trainer.name} out of run {run.ssgRunId}, {runDays(run.startDate, run.endDate)}.{' '}
        {teaches && 'They count as declined from then on: no sync links them again, and Next Trainer passes them over. '}
        {next ? `${next.name} teaches then.` : teaches ? 'Nobody teaches the run then.' : ''}
      </p>
      <ActForm submit="Remove" danger closeTo={closeTo} actKey={actKey} version={run.version}>
        <ReasonField required={false} />
      </ActForm>
    </ActDialog>
  );
}
