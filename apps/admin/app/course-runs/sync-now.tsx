import { Skeleton } from '@mantine/core';
import type { ShouldRevalidateFunction } from '@remix-run/react';
import { Await, useLoaderData } from '@remix-run/react';
import { Suspense } from 'react';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { FaultNotice } from '~/ui/fault-notice';
import { slowAnswer } from './answer-when.server';
import { findRun } from './find-run.server';
import styles from './preview.module.css';
import { refusedAct } from './refused-act.server';
import { previewSync, type SyncPreviewed } from './sync-preview.server';
import { WrittenFields } from './written-fields';

const SyncNow = graphql(
  `
    mutation SyncCourseRunNow($courseRunId: ID!) {
      courseRunSyncNow(input: { courseRunId: $courseRunId }) {
        __typename
        ... on CourseRunSyncNowSuccess {
          continued
          batch {
            runId
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const loader = pageLoader(async (page) => {
  const run = await findRun(page);
  const { answer: preview } = await slowAnswer(page.request, previewSync(page.ask, run.id));
  return { run, preview, actKey: newActKey() };
});

/** A dry run asks SSG: only who opens the dialog does, never a change somewhere else on the page. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl }) => currentUrl.href !== nextUrl.href;

export const action = pageAction(async (act) => {
  const run = await findRun(act);
  const { courseRunSyncNow } = await act.ask(SyncNow, { courseRunId: run.id });
  const outcome = outcomeOf(courseRunSyncNow);
  if ('fault' in outcome) return refusedAct(act.ask, run.id, outcome.fault, act.form);
  const { continued, batch } = outcome.done;
  return redirectWithToast(act.context, act.links.courseRun(run.ssgRunId), {
    message: `The sync of run ${run.ssgRunId} ${continued ? 'goes on' : 'has begun'} (${batch.runId}). This page shows what it writes.`,
  });
});

/** Shows what a sync of this run would change, then does it. */
export default function SyncNowDialog() {
  const { run, preview, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const closeTo = links.courseRun(run.ssgRunId);
  return (
    <ActDialog title={`Sync run ${run.ssgRunId} now`} closeTo={closeTo} wide>
      <p>Reads the run, its enrolments and its trainers from SSG, as the night does. What an admin decided stays.</p>
      <Suspense fallback={<Skeleton height={96} aria-label="Asking SSG what would change" />}>
        <Await resolve={preview}>
          {(outcome) => ('fault' in outcome ? <FaultNotice fault={outcome.fault} /> : <Preview preview={outcome.done} />)}
        </Await>
      </Suspense>
      <ActForm submit="Sync now" closeTo={closeTo} actKey={actKey} />
    </ActDialog>
  );
}

function Preview({ preview: { sentence, changes, decisions, callsMade } }: { preview: SyncPreviewed }) {
  return (
    <>
      <div className={styles['preview']}>
        <p>{sentence}</p>
        {decisions.length > 0 && (
          <ul>
            {decisions.map(({ kind, key, reason, rule }) => (
              <li key={`${kind} ${key} ${rule}`} title={rule}>
                {key}: {reason}
              </li>
            ))}
          </ul>
        )}
      </div>
      {changes.length > 0 && (
        <WrittenFields caption="What a sync would change" fields={changes.slice(0, 100)} total={changes.length} />
      )}
      <p className={styles['quiet']}>
        Tried out just now with {callsMade === 1 ? '1 call' : `${callsMade} calls`} to SSG. Nothing was written.
      </p>
    </>
  );
}
