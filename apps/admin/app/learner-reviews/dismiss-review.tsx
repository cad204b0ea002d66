import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { readReview } from './review-document.server';
import { reviewLinks } from './review-links';

const DismissReview = graphql(
  `
    mutation DismissReview($input: LearnerReviewDismissInput!) {
      learnerReviewDismiss(input: $input) {
        __typename
        ... on LearnerReviewDismissSuccess {
          sentence
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Put a review aside · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const { id, traineeName, referenceNumber, ssgRunId } = await readReview(page);
  return { review: { id, traineeName, referenceNumber, ssgRunId }, actKey: newActKey() };
});

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const learnerReviewId = param('learnerReviewId');
  const { learnerReviewDismiss } = await ask(DismissReview, {
    input: { learnerReviewId, reason: text('reason'), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(learnerReviewDismiss);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(context, links.learnerReview(learnerReviewId), { message: outcome.done.sentence });
});

export default function DismissReviewDialog() {
  const { review, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { page } = reviewLinks(links, review.id);
  return (
    <ActDialog title="Put the review aside" closeTo={page}>
      <ActForm submit="Put aside" closeTo={page} actKey={actKey}>
        <p>
          Nothing is written for {review.referenceNumber ?? 'the enrolment'}: {review.traineeName ?? 'the trainee'} is not
          enrolled in run {review.ssgRunId} here. The review comes back only where another doubt about it arises.
        </p>
        <ReasonField />
      </ActForm>
    </ActDialog>
  );
}
