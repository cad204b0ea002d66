import { Button, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { Notice } from '~/ui/notice';
import { LearnerChoice } from './learner-choice';
import styles from './resolve-review.module.css';
import { learnersCalled, learnersInRun, readReview } from './review-document.server';
import { reviewLinks } from './review-links';

const ResolveReview = graphql(
  `
    mutation ResolveReview($input: LearnerReviewResolveInput!) {
      learnerReviewResolve(input: $input) {
        __typename
        ... on LearnerReviewResolveSuccess {
          sentence
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Say who it is · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const text = page.url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const [review, found] = await Promise.all([readReview(page), learnersCalled(page, text)]);
  const inRun = await learnersInRun(page, review.ssgRunId);
  const others = found.filter(({ id }) => !review.candidates.some((candidate) => candidate.id === id));
  const { id, traineeName, referenceNumber, ssgRunId, candidates } = review;
  const chosen = page.url.searchParams.get('learner');
  return { review: { id, traineeName, referenceNumber, ssgRunId }, candidates, others, inRun, text, chosen, actKey: newActKey() };
});

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const learnerReviewId = param('learnerReviewId');
  const { learnerReviewResolve } = await ask(ResolveReview, {
    input: { learnerReviewId, learnerId: text('learnerId'), reason: text('reason'), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(learnerReviewResolve);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(context, links.learnerReview(learnerReviewId), { message: outcome.done.sentence });
});

export default function ResolveReviewDialog() {
  const { review, candidates, others, inRun, text, chosen, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { page } = reviewLinks(links, review.id);
  const choices = [...candidates, ...others];
  return (
    <ActDialog title={`Who is ${review.traineeName ?? 'this'}?`} closeTo={page}>
      <Form method="get" preventScrollReset role="search" className={styles['search'] ?? ''}>
        <TextInput type="search" name="q" label="Somebody else, by name" minLength={2} defaultValue={text} />
        <Button type="submit" variant="default">
          Find
        </Button>
      </Form>
      {text && others.length === 0 && (
        <p className={styles['quiet']}>
          {candidates.length > 0 ? 'Nobody besides the candidates' : 'Nobody'} is called “{text}”. Try fewer letters.
        </p>
      )}
      <ActForm submit="It is them" closeTo={page} actKey={actKey} disabled={choices.length === 0}>
        <LearnerChoice candidates={candidates} others={others} inRun={inRun} chosen={chosen} />
        <Notice>
          The next sync of run {review.ssgRunId} takes {review.referenceNumber ?? 'the enrolment'} as theirs. Nothing is written
          before.
        </Notice>
        <ReasonField />
      </ActForm>
    </ActDialog>
  );
}
