import { Anchor, Skeleton } from '@mantine/core';
import type { ShouldRevalidateFunction } from '@remix-run/react';
import { Await, Link, useLoaderData } from '@remix-run/react';
import { Suspense } from 'react';
import { outcomeOf } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { FaultNotice } from '~/ui/fault-notice';
import { faultOf, slowAnswer } from './answer-when.server';
import { expectedVersion, findRun } from './find-run.server';
import styles from './preview.module.css';
import { refusedAct } from './refused-act.server';
import { ResolveTrainer } from './resolve-mutation.server';
import { type Resolved, resolvedWords } from './resolved-words';

export const loader = pageLoader(async (page) => {
  const run = await findRun(page);
  const withoutSsg = page.url.searchParams.get('lists') === '1';
  const preview = page
    .ask(ResolveTrainer, { input: { courseRunId: run.id, dryRun: true, withoutSsg } })
    .then(({ courseRunResolveTrainer }) => outcomeOf(courseRunResolveTrainer))
    .catch(async (error: unknown) => ({ fault: await faultOf(error) }));
  return { run, withoutSsg, actKey: newActKey(), preview: (await slowAnswer(page.request, preview)).answer };
});

/** A dry run asks SSG: only who opens the dialog does, never a change somewhere else on the page. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, currentUrl, nextUrl }) =>
  formMethod !== undefined || currentUrl.href !== nextUrl.href;

export const action = pageAction(async (act) => {
  const { ask, text, form, links } = act;
  const run = await findRun(act);
  const { courseRunResolveTrainer } = await ask(ResolveTrainer, {
    input: {
      courseRunId: run.id,
      dryRun: false,
      withoutSsg: text('withoutSsg') === '1',
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunResolveTrainer);
  if ('fault' in outcome) return refusedAct(ask, run.id, outcome.fault, form);
  return redirectWithToast(act.context, links.courseRun(run.ssgRunId), {
    message: resolvedWords(outcome.done, true),
    notes: outcome.done.trainer ? [] : outcome.done.notices.map(({ message }) => message),
  });
});

/** Runs the night's trainer pass for one run: shows what it would do, then does it. */
export default function ResolveTrainerDialog() {
  const { run, withoutSsg, actKey, preview } = useLoaderData<typeof loader>();
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
      <Suspense fallback={<Skeleton height={64} aria-label="Asking SSG" />}>
        <Await resolve={preview}>
          {(outcome) =>
            'fault' in outcome ? (
              <FaultNotice fault={outcome.fault} />
            ) : (
              <>
                <Preview resolved={outcome.done} />
                {outcome.done.trainer ? (
                  <ActForm submit="Assign now" closeTo={closeTo} actKey={actKey} version={run.version}>
                    <input type="hidden" name="withoutSsg" value={withoutSsg ? '1' : ''} />
                  </ActForm>
                ) : (
                  <Anchor component={Link} to={closeTo} preventScrollReset>
                    Back to the run
                  </Anchor>
                )}
              </>
            )
          }
        </Await>
      </Suspense>
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
