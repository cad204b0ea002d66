import { data } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { PreviewButton } from '~/ui/preview-button';
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

/** Opening the dialog asks SSG nothing: a page is read again, and looked at beforehand, by more than the person before it. */
export const loader = pageLoader(async (page) => ({ run: await findRun(page), actKey: newActKey() }));

export const action = pageAction(async (act) => {
  const run = await findRun(act);
  if (act.text('intent') === 'preview') {
    const previewed = await previewSync(act, run.id);
    if ('fault' in previewed) return refusedAct(act.ask, run.id, previewed.fault, act.form);
    return data({ preview: previewed.done });
  }
  const { courseRunSyncNow } = await act.ask(SyncNow, { courseRunId: run.id });
  const outcome = outcomeOf(courseRunSyncNow);
  if ('fault' in outcome) return refusedAct(act.ask, run.id, outcome.fault, act.form);
  const { continued, batch } = outcome.done;
  return redirectWithToast(act.context, act.links.courseRun(run.ssgRunId), {
    message: `The sync of run ${run.ssgRunId} ${continued ? 'goes on' : 'has begun'} (${batch.runId}). This page shows what it writes.`,
  });
});

/** Syncs one run; first shows, where that is wished, what it would change. */
export default function SyncNowDialog() {
  const { run, actKey } = useLoaderData<typeof loader>();
  const preview = useActionData<{ preview?: SyncPreviewed }>()?.preview;
  const { links } = useProvider();
  const closeTo = links.courseRun(run.ssgRunId);
  return (
    <ActDialog title={`Sync run ${run.ssgRunId} now`} closeTo={closeTo} wide>
      <p>Reads the run, its enrolments and its trainers from SSG, as the night does. What an admin decided stays.</p>
      {preview && <Preview preview={preview} />}
      <ActForm
        submit="Sync now"
        closeTo={closeTo}
        actKey={actKey}
        more={<PreviewButton>Preview what would change</PreviewButton>}
      />
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
