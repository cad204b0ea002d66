import { TextInput } from '@mantine/core';
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
import { FilterForm } from '~/ui/filter-form';
import { findEnrolment } from './find-enrolment.server';
import { expectedVersion } from './find-run.server';
import { findOpenRuns } from './open-runs.server';
import { invalidChoice, refusedAct } from './refused-act.server';
import { RunChoice } from './run-choice';
import { warningNotes } from './warning-notes';

const TransferEnrolment = graphql(
  `
    mutation TransferEnrolment($input: EnrolmentTransferInput!) {
      enrolmentTransfer(input: $input) {
        __typename
        ... on EnrolmentTransferSuccess {
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
  const text = page.url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const [enrolment, { runs, more }] = await Promise.all([findEnrolment(page), findOpenRuns(page, text === '' ? {} : { text })]);
  const others = runs.filter(({ course }) => course.courseCode !== enrolment.course.courseCode);
  return { enrolment, text, runs: others, more, actKey: newActKey() };
});

export const action = pageAction(async (act) => {
  const { ask, text, optional, form, links, param } = act;
  const courseRunId = optional('courseRunId');
  if (courseRunId === null) return invalidChoice('courseRunId', 'run', form);
  const { id, learner } = await findEnrolment(act);
  const { enrolmentTransfer } = await ask(TransferEnrolment, {
    input: {
      enrolmentId: id,
      courseRunId,
      reason: text('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(enrolmentTransfer);
  if ('fault' in outcome) return refusedAct(ask, id, outcome.fault, form);
  return redirectWithToast(act.context, links.courseRun(param('ssgRunId')), {
    message: `${learner.name}: ${outcome.done.explanation}`,
    notes: warningNotes(outcome.done.notices),
  });
});

/** Moves a learner to a run of another course. */
export default function TransferEnrolmentDialog() {
  const { enrolment, text, runs, more, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { ssgRunId = '' } = useParams();
  const { learner, referenceNumber, version, course } = enrolment;
  const closeTo = links.courseRun(ssgRunId);
  return (
    <ActDialog title={`Transfer ${learner.name}`} closeTo={closeTo}>
      <p>
        Takes {learner.name} from run {ssgRunId} of {course.title} to a run of another course. The enrolment here is removed, and
        one in the other run is Confirmed. The reference number is not taken along
        {referenceNumber ? `: cancel ${referenceNumber} at SSG, and enrol them there in the other run.` : '.'} To a run of the
        same course, use Move.
      </p>
      <FilterForm>
        <TextInput type="search" name="q" label="Course or run holds" defaultValue={text} />
      </FilterForm>
      <ActForm submit="Transfer" closeTo={closeTo} actKey={actKey} version={version}>
        <RunChoice
          key={text}
          runs={runs}
          more={more}
          withCourse
          first={{ value: '', label: runs.length === 0 ? 'No run of another course is found' : 'Choose a run' }}
        />
        <ReasonField />
      </ActForm>
    </ActDialog>
  );
}
