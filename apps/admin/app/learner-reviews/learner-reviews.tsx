import { NativeSelect, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Moment } from '~/ui/moment';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { statusOptions } from '~/words/status-words';
import { REASON_WORDS } from './reason-words';

const Filters = z.object({
  status: z.enum(['OPEN', 'RESOLVED', 'DISMISSED']).optional(),
  reason: z.enum(['NO_IDENTITY', 'AMBIGUOUS_LEARNER', 'IDENTIFIER_CONFLICT', 'ENROLMENT_CONFLICT', 'UNKNOWN_STATUS']).optional(),
  run: z.string().trim().max(40).optional(),
});

const LearnerReviews = graphql(`
  query LearnerReviews($filter: LearnerReviewFilter!, $first: Int, $after: String, $last: Int, $before: String) {
    learnerReviews(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        status
        reason
        traineeName
        identifierMasked
        referenceNumber
        ssgRunId
        createdAt
        candidateIds
      }
    }
  }
`);

type Review = ResultOf<typeof LearnerReviews>['learnerReviews']['nodes'][number];

export const meta: MetaFunction = () => [{ title: 'Learner reviews · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { values, dropped } = readFilters(Filters, url);
  const { status, reason, run } = values;
  const filter = { provider: uen, status, reason, ssgRunId: run };
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(LearnerReviews, { filter, ...page }));
  return { reviews: answer.learnerReviews, values, dropped: [...dropped, ...cursor] };
});

export default function LearnerReviewsPage() {
  const { reviews, values, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('course-runs');
  const isFiltered = Object.values(values).some((value) => value !== undefined);
  const columns: Column<Review>[] = [
    {
      key: 'trainee',
      title: 'Trainee at SSG',
      cell: ({ id, traineeName, referenceNumber }) => (
        <Link to={links.learnerReview(id)}>{traineeName ?? referenceNumber ?? 'without a name'}</Link>
      ),
    },
    { key: 'identifier', title: 'Identifier', cell: ({ identifierMasked }) => identifierMasked ?? 'none' },
    { key: 'reason', title: 'Why', cell: ({ reason }) => REASON_WORDS[reason].label },
    { key: 'candidates', title: 'Candidates', cell: ({ candidateIds }) => candidateIds.length, align: 'end' },
    { key: 'run', title: 'Run', cell: ({ ssgRunId }) => <Link to={links.courseRun(ssgRunId)}>{ssgRunId}</Link> },
    { key: 'reference', title: 'Reference', cell: ({ referenceNumber }) => referenceNumber ?? '–' },
    { key: 'seen', title: 'First seen', cell: ({ createdAt }) => <Moment at={createdAt} /> },
    { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge kind="learnerReview" value={status} /> },
  ];
  return (
    <Page
      title="Learner reviews"
      beside={<LiveBadge />}
      intro="Enrolments at SSG that no rule could give to a learner. Nothing is written for them until somebody decides."
    >
      <DroppedFilters dropped={dropped} />
      <FilterForm>
        <NativeSelect
          name="status"
          label="Status"
          defaultValue={values.status}
          data={[{ value: '', label: 'Any' }, ...statusOptions('learnerReview')]}
        />
        <NativeSelect
          name="reason"
          label="Why"
          defaultValue={values.reason}
          data={[{ value: '', label: 'Any' }, ...Object.entries(REASON_WORDS).map(([value, { label }]) => ({ value, label }))]}
        />
        <TextInput type="search" name="run" label="SSG’s run id" defaultValue={values.run} />
      </FilterForm>
      <Section title="Reviews" flush>
        <DataTable
          caption="Learner reviews"
          columns={columns}
          rows={reviews.nodes}
          rowKey={({ id }) => id}
          empty={
            <Empty title={isFiltered ? 'No review is like that.' : 'There is nothing to review.'}>
              {isFiltered ? 'Clear the filters to see the others.' : 'Every enrolment so far could be given to its learner.'}
            </Empty>
          }
        />
        <Pager page={reviews.pageInfo} shown={reviews.nodes.length} total={reviews.totalCount} one="review" many="reviews" />
      </Section>
    </Page>
  );
}
