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
import { Notice } from '~/ui/notice';
import { findEnrolment } from './find-enrolment.server';
import { expectedVersion } from './find-run.server';
import { refusedAct } from './refused-act.server';

const RemoveEnrolment = graphql(
  `
    mutation RemoveEnrolment($input: EnrolmentRemoveInput!) {
      enrolmentRemove(input: $input) {
        __typename
        ... on EnrolmentRemoveSuccess {
          changed
          explanation
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const loader = pageLoader(async (page) => ({ enrolment: await findEnrolment(page), actKey: newActKey() }));

export const action = pageAction(async (act) => {
  const { ask, text, form, links, param } = act;
  const { id, learner } = await findEnrolment(act);
  const { enrolmentRemove } = await ask(RemoveEnrolment, {
    input: {
      enrolmentId: id,
      reason: text('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(enrolmentRemove);
  if ('fault' in outcome) return refusedAct(ask, id, outcome.fault, form);
  const { changed, explanation } = outcome.done;
  const ssgRunId = param('ssgRunId');
  return redirectWithToast(act.context, links.courseRun(ssgRunId), {
    message: `${learner.name}: ${explanation}`,
    ...(changed && {
      undo: {
        label: 'Undo',
        action: links.reassignEnrolment(ssgRunId, id),
        fields: { reason: 'Undone: removed a moment ago.', idempotencyKey: newActKey() },
      },
    }),
  });
});

/** Takes a learner out of the run for good, and says what that means. */
export default function RemoveEnrolmentDialog() {
  const { enrolment, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { ssgRunId = '' } = useParams();
  const { learner, status, referenceNumber, version } = enrolment;
  const closeTo = links.courseRun(ssgRunId);
  return (
    <ActDialog title={`Remove ${learner.name}`} closeTo={closeTo}>
      {status === 'ADMIN_REMOVED' ? (
        <Notice tone="info" title={`An admin has removed ${learner.name} already.`}>
          They can be re-assigned.
        </Notice>
      ) : (
        <>
          <p>
            Removes {learner.name} from run {ssgRunId}. No sync will bring them back, whatever SSG says; you can re-assign them.
            {referenceNumber && ` Rollcall tells SSG nothing: cancel ${referenceNumber} there if it should end too.`}
          </p>
          <ActForm submit="Remove" danger closeTo={closeTo} actKey={actKey} version={version}>
            <ReasonField />
          </ActForm>
        </>
      )}
    </ActDialog>
  );
}
