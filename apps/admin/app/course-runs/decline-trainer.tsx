import { useLoaderData } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { DeclineTrainer } from './decline-mutation.server';
import { expectedVersion } from './find-run.server';
import { refusedAct } from './refused-act.server';
import { runDays } from './run-days';
import { type TrainerOfRun, trainerOfRun } from './trainer-of-run.server';
import { warningNotes } from './warning-notes';

export const loader = pageLoader(async (page) => ({
  ...(await trainerOfRun(page)),
  withdraw: page.url.searchParams.get('withdraw') === '1',
  actKey: newActKey(),
}));

export const action = pageAction(async (act) => {
  const { ask, text, form, links } = act;
  const found = await trainerOfRun(act);
  const { run, trainer } = found;
  const withdraw = text('withdraw') === '1';
  const { courseRunTrainerDecline } = await ask(DeclineTrainer, {
    input: {
      courseRunId: run.id,
      trainerId: trainer.id,
      withdraw,
      reason: text('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunTrainerDecline);
  if ('fault' in outcome) return refusedAct(ask, run.id, outcome.fault, form);
  const to = links.courseRun(run.ssgRunId);
  if (!outcome.done.changed)
    return redirectWithToast(act.context, to, {
      message: withdraw
        ? `${trainer.name} has not declined run ${run.ssgRunId}.`
        : `${trainer.name} had declined run ${run.ssgRunId} before.`,
    });
  return redirectWithToast(act.context, to, {
    message: withdraw
      ? `${trainer.name} can take run ${run.ssgRunId} after all.`
      : `${trainer.name} has declined run ${run.ssgRunId}.`,
    notes: warningNotes(outcome.done.warnings),
    undo: { label: 'Undo', ...wayBack(links, found, withdraw) },
  });
});

type Links = Parameters<Parameters<typeof pageAction>[0]>[0]['links'];

/** Who was linked is assigned again, which takes the decline back too; else the decline alone is turned round. */
function wayBack(links: Links, { run, trainer, linked }: TrainerOfRun, withdraw: boolean) {
  const shared = { idempotencyKey: newActKey(), reason: 'Undone: recorded a moment ago.' };
  const [first] = linked;
  if (!withdraw && first)
    return {
      action: links.assignTrainer(run.ssgRunId),
      fields: { ...shared, trainerId: trainer.id, role: first.role, position: String(first.position) },
    };
  return {
    action: links.declineTrainer(run.ssgRunId, trainer.id),
    fields: { ...shared, ...(!withdraw && { withdraw: '1' }) },
  };
}

/** Records that somebody cannot take the run, or can after all. */
export default function DeclineTrainerDialog() {
  const { run, trainer, linked, withdraw, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const closeTo = links.courseRun(run.ssgRunId);
  const days = runDays(run.startDate, run.endDate);
  return (
    <ActDialog title={withdraw ? `${trainer.name} can take the run after all` : `${trainer.name} declines`} closeTo={closeTo}>
      <p>
        {withdraw
          ? `Takes back that ${trainer.name} declined run ${run.ssgRunId}, ${days}. Next Trainer and the syncs may choose them again; nobody is assigned by this.`
          : `Records that ${trainer.name} cannot take run ${run.ssgRunId}, ${days}. Next Trainer and every sync pass them over.${
              linked.length > 0 ? ' They are taken out of the run.' : ''
            }`}
      </p>
      <ActForm
        submit={withdraw ? 'Withdraw the decline' : 'Record the decline'}
        closeTo={closeTo}
        actKey={actKey}
        version={run.version}
      >
        {withdraw && <input type="hidden" name="withdraw" value="1" />}
        <ReasonField />
      </ActForm>
    </ActDialog>
  );
}
