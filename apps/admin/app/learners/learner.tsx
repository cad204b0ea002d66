import type { MetaFunction } from '@remix-run/node';
import { Link, Outlet, useLoaderData } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DataTable } from '~/ui/data-table';
import { Day } from '~/ui/day';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { Facts } from '~/ui/facts';
import { Moment } from '~/ui/moment';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { readLearner } from './read-learner.server';

export const loader = pageLoader(readLearner);

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.learner.name ?? 'Learner'} · Rollcall` }];

/** One learner: what is known, every run, and who looked at the identifier. */
export default function Learner() {
  const { learner, enrolments, reveals, dropped } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  useLive('course-runs');
  return (
    <Page title={learner.name} back={{ to: links.learners(), label: 'Learners' }} beside={<LiveBadge />}>
      <DroppedFilters dropped={dropped} />
      <Section title="Facts">
        <Facts
          facts={[
            { term: 'Name', value: learner.name },
            {
              term: learner.identifierType ?? 'Identifier',
              value: learner.identifierMasked ?? 'SSG sent none',
              beside: learner.identifierMasked && may('learner.reveal_identifier') && (
                <ActLink to={links.revealIdentifier(learner.id)}>Reveal</ActLink>
              ),
            },
            { term: 'E-mail', value: learner.email },
            { term: 'Phone', value: learner.phone },
            { term: 'Known here since', value: <Moment at={learner.createdAt} /> },
            { term: 'Last changed', value: <Moment at={learner.updatedAt} /> },
          ]}
        />
      </Section>
      {enrolments && (
        <Section title="Enrolments" flush>
          <DataTable
            caption="Enrolments of the learner"
            rows={enrolments.nodes}
            rowKey={({ id }) => id}
            empty={<Empty title="The learner is enrolled in no run." />}
            columns={[
              {
                key: 'run',
                title: 'Run',
                cell: ({ courseRun }) => <Link to={links.courseRun(courseRun.ssgRunId)}>{courseRun.ssgRunId}</Link>,
              },
              { key: 'course', title: 'Course', cell: ({ course }) => course.title },
              { key: 'start', title: 'Start', cell: ({ courseRun }) => <Day day={courseRun.startDate} /> },
              { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge kind="enrolment" value={status} /> },
              { key: 'ssg', title: 'At SSG', cell: ({ ssgStatus }) => ssgStatus ?? 'unknown to SSG' },
              { key: 'reference', title: 'Reference', cell: ({ referenceNumber }) => referenceNumber ?? '–' },
              { key: 'enrolled', title: 'Enrolled', cell: ({ enrolledAt }) => <Moment at={enrolledAt} /> },
            ]}
          />
          {enrolments.totalCount > 0 && (
            <Pager
              page={enrolments.pageInfo}
              shown={enrolments.nodes.length}
              total={enrolments.totalCount}
              one="enrolment"
              many="enrolments"
            />
          )}
        </Section>
      )}
      {reveals && (
        <Section title="Who saw the identifier" flush>
          <DataTable
            caption="Who saw the identifier, newest first"
            rows={reveals}
            rowKey={({ number }) => number}
            empty={<Empty title="Nobody has looked at it.">Whoever does stands here, with their reason.</Empty>}
            columns={[
              { key: 'at', title: 'When', cell: ({ createdAt }) => <Moment at={createdAt} seconds /> },
              { key: 'who', title: 'Who', cell: ({ actorName, actorRole }) => `${actorName ?? 'Somebody'}, as ${actorRole}` },
              { key: 'why', title: 'Reason', cell: ({ reason }) => reason ?? '–' },
            ]}
          />
        </Section>
      )}
      <Outlet />
    </Page>
  );
}
