import { useLoaderData, useParams } from '@remix-run/react';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { findEnrolment } from './find-enrolment.server';
import { expectedVersion } from './find-run.server';
import { findOpenRuns } from './open-runs.server';
import { invalidChoice, refusedAct } from './refused-act.server';
import { RunChoice } from './run-choice';
import { warningNotes } from './warning-notes';

const ReassignEnrolment = graphql(
  `
    mutation ReassignEnrolment($input: EnrolmentReassignInput!) {
      enrolmentReassign(input: $input) {
        __typename
        ... on EnrolmentReassignSuccess {
          changed
          explanation
          notices {
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

export const loader = pageLoader(async (page) => {
  const enrolment = await findEnrolment(page);
  const { runs, more } = await findOpenRuns(page, { courseCode: enrolment.course.courseCode });
  const others = runs.filter(({ ssgRunId }) => ssgRunId !== enrolment.courseRun.ssgRunId);
  return { enrolment, runs: others, more, actKey: newActKey() };
});

export const action = pageAction(async (act) => {
  const { ask, text, optional, form, links, param } = act;
  const { id, learner, status } = await findEnrolment(act);
  const courseRunId = optional('courseRunId');
  if (courseRunId === null && status !== 'ADMIN_REMOVED') return invalidChoice('courseRunId', 'run', form);
  const { enrolmentReassign } = await ask(ReassignEnrolment, {
    input: {
      enrolmentId: id,
      courseRunId,
      reason: optional('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(enrolmentReassign);
  if ('fault' in outcome) return refusedAct(ask, id, outcome.fault, form);
  const { changed, explanation, notices } = outcome.done;
  const ssgRunId = param('ssgRunId');
  return redirectWithToast(act.context, links.courseRun(ssgRunId), {
    message: `${learner.name}: ${explanation}`,
    notes: warningNotes(notices),
    ...(changed &&
      courseRunId === null && {
        undo: {
          label: 'Undo',
          action: links.removeEnrolment(ssgRunId, id),
          fields: { reason: 'Undone: re-assigned a moment ago.', idempotencyKey: newActKey() },
        },
      }),
  });
});

/** Brings a removed learner back, or moves one to another run of the same course. */
export default function ReassignEnrolmentDialog() {
  const { enrolment, runs, more, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { ssgRunId = '' } = useParams();
  const { learner, status, referenceNumber, version, course } = enrolment;
  const closeTo = links.courseRun(ssgRunId);
  const removed = status === 'ADMIN_REMOVED';
  return (
    <ActDialog title={`${removed ? 'Re-assign' : 'Move'} ${learner.name}`} closeTo={closeTo}>
      <p>
        {removed
          ? `Brings ${learner.name} back to run ${ssgRunId}, or takes them to another run of ${course.title}. Their enrolment is Confirmed again and follows SSG.`
          : `Takes ${learner.name} to another run of ${course.title}. The enrolment keeps its reference number, and no sync moves them back.`}
        {referenceNumber &&
          ` Rollcall tells SSG nothing: change the run of ${referenceNumber} there too${removed ? ', if it changes' : ''}.`}
      </p>
      <ActForm
        submit={removed ? 'Re-assign' : 'Move'}
        closeTo={closeTo}
        actKey={actKey}
        version={version}
        disabled={!removed && runs.length === 0}
      >
        <RunChoice
          runs={runs}
          more={more}
          first={
            removed
              ? { value: '', label: `Back to ${ssgRunId}, where they were` }
              : { value: '', label: runs.length === 0 ? 'The course has no other run to join' : 'Choose a run' }
          }
        />
        <ReasonField required={false} />
      </ActForm>
    </ActDialog>
  );
}
