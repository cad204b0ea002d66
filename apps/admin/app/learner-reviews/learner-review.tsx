import type { MetaFunction } from '@remix-run/node';
import { Link, Outlet, useLoaderData } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { Facts } from '~/ui/facts';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { Page } from '~/ui/page';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { REASON_WORDS } from './reason-words';
import { readReview } from './review-document.server';
import { reviewLinks } from './review-links';

export const meta: MetaFunction = () => [{ title: 'Learner review · Rollcall' }];

export const loader = pageLoader(async (page) => ({ review: await readReview(page) }));

type Review = Awaited<ReturnType<typeof readReview>>;

export default function LearnerReviewPage() {
  const { review } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  const to = reviewLinks(links, review.id);
  const { status, reason, message, traineeName, referenceNumber, ssgRunId } = review;
  const words = REASON_WORDS[reason];
  const mayDecide = status === 'OPEN' && may('learner_review.decide');
  return (
    <Page
      title={traineeName ?? `Reference ${referenceNumber ?? 'unknown'}`}
      back={{ to: links.learnerReviews(), label: 'Learner reviews' }}
      beside={<StatusBadge kind="learnerReview" value={status} />}
      actions={
        mayDecide && (
          <>
            <ActLink to={to.dismiss}>Put aside</ActLink>
            {words.asksWho && (
              <ActLink to={to.resolve()} variant="filled">
                Say who it is
              </ActLink>
            )}
          </>
        )
      }
    >
      <Notice tone={status === 'OPEN' ? 'warn' : 'info'} title={words.label}>
        {message} {status === 'OPEN' && words.remedy}
      </Notice>
      <Section title="What SSG sent">
        <Facts
          facts={[
            { term: 'Name', value: traineeName },
            { term: 'Identifier', value: review.identifierMasked },
            { term: 'Reference number', value: referenceNumber },
            { term: 'Run', value: <Link to={links.courseRun(ssgRunId)}>{ssgRunId}</Link> },
            { term: 'First seen', value: <Moment at={review.createdAt} /> },
          ]}
        />
      </Section>
      {status !== 'OPEN' && <Decision review={review} />}
      <Section title="Who it might be" flush>
        <DataTable
          caption="Candidates"
          columns={candidateColumns(links.learner, mayDecide && words.asksWho ? to.resolve : null)}
          rows={review.candidates}
          rowKey={({ id }) => id}
          empty={
            <Empty title={review.candidateIds.length > 0 ? 'You may not see the candidates.' : 'No learner here fits.'}>
              {words.asksWho && 'Whoever it is can be found by name when you say who it is.'}
            </Empty>
          }
        />
      </Section>
      <Outlet />
    </Page>
  );
}

function Decision({ review }: { review: Review }) {
  const { links } = useProvider();
  const { decidedBy, decidedLearner, decisionReason, resolvedAt } = review;
  return (
    <Section title="Decision">
      <Facts
        facts={[
          { term: 'When', value: <Moment at={resolvedAt} /> },
          { term: 'By', value: decidedBy ?? 'a sync that could tell' },
          { term: 'It is', value: decidedLearner && <Link to={links.learner(decidedLearner.id)}>{decidedLearner.name}</Link> },
          { term: 'Reason', value: decisionReason },
        ]}
      />
    </Section>
  );
}

type Candidate = Review['candidates'][number];

const candidateColumns = (
  toLearner: (id: string) => string,
  toResolve: ((learnerId: string) => string) | null,
): Column<Candidate>[] => [
  { key: 'name', title: 'Name', cell: ({ id, name }) => <Link to={toLearner(id)}>{name}</Link> },
  { key: 'identifier', title: 'Identifier', cell: ({ identifierMasked }) => identifierMasked ?? 'none' },
  { key: 'email', title: 'E-mail', cell: ({ email }) => email ?? '–' },
  { key: 'phone', title: 'Phone', cell: ({ phone }) => phone ?? '–' },
  ...(toResolve
    ? [
        {
          key: 'choose',
          title: '',
          cell: ({ id, name }: Candidate) => (
            <ActLink to={toResolve(id)} aria-label={`It is ${name}`}>
              This is them
            </ActLink>
          ),
        },
      ]
    : []),
];
