import { Anchor } from '@mantine/core';
import { data } from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { PreviewButton } from '~/ui/preview-button';
import { expectedVersion, findRun } from './find-run.server';
import styles from './preview.module.css';
import { refusedAct } from './refused-act.server';
import { ResolveTrainer } from './resolve-mutation.server';
import { type Resolved, resolvedWords } from './resolved-words';

/** Opening the dialog asks SSG nothing: a page is read again, and looked at beforehand, by more than the person before it. */
export const loader = pageLoader(async (page) => ({
  run: await findRun(page),
  withoutSsg: page.url.searchParams.get('lists') === '1',
  actKey: newActKey(),
}));

export const action = pageAction(async (act) => {
  const { ask, text, form, links } = act;
  const run = await findRun(act);
  const dryRun = text('intent') === 'preview';
  const { courseRunResolveTrainer } = await ask(ResolveTrainer, {
    input: {
      courseRunId: run.id,
      dryRun,
      withoutSsg: text('withoutSsg') === '1',
      ...(!dryRun && {
        expectedVersion: expectedVersion(text('expectedVersion')),
        idempotencyKey: text('idempotencyKey'),
      }),
    },
  });
  const outcome = outcomeOf(courseRunResolveTrainer);
  if ('fault' in outcome) return refusedAct(ask, run.id, outcome.fault, form);
  if (dryRun) return data({ preview: outcome.done });
  return redirectWithToast(act.context, links.courseRun(run.ssgRunId), {
    message: resolvedWords(outcome.done, true),
    notes: outcome.done.trainer ? [] : outcome.done.notices.map(({ message }) => message),
  });
});

/** Runs the night's trainer pass for one run; first shows, where that is wished, whom it would choose. */
export default function ResolveTrainerDialog() {
  const { run, withoutSsg, actKey } = useLoaderData<typeof loader>();
  const preview = useActionData<{ preview?: Resolved }>()?.preview;
  const { links } = useProvider();
  const closeTo = links.courseRun(run.ssgRunId);
  const here = links.resolveTrainer(run.ssgRunId);
  return (
    <ActDialog title={`Resolve the trainer of run ${run.ssgRunId}`} closeTo={closeTo}>
      <p>
        {withoutSsg
          ? 'From the course’s lists alone, without asking SSG. Whoever is found so stays, even where SSG has another.'
          : 'As the night does: SSG’s linked trainers, else the course’s e-mail list, else its name list. A run with a trainer keeps them.'}{' '}
        {withoutSsg ? (
          <Anchor component={Link} to={here}>
            Ask SSG after all
          </Anchor>
        ) : (
          <Anchor component={Link} to={`${here}?lists=1`}>
            Take the lists alone
          </Anchor>
        )}
      </p>
      {preview && <Preview resolved={preview} />}
      <ActForm
        submit="Resolve now"
        closeTo={closeTo}
        actKey={actKey}
        version={run.version}
        more={<PreviewButton>Preview whom it would choose</PreviewButton>}
      >
        <input type="hidden" name="withoutSsg" value={withoutSsg ? '1' : ''} />
      </ActForm>
    </ActDialog>
  );
}

function Preview({ resolved }: { resolved: Resolved }) {
  return (
    <div className={styles['preview']}>
      <p>{resolvedWords(resolved, false)}</p>
      {resolved.notices.length > 0 && (
        <ul>
          {resolved.notices.map(({ rule, message, ruleText }) => (
            <li key={`${rule} ${message}`}>
              {message} {ruleText && <small title={rule}>{ruleText}</small>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
