import type { MetaFunction } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Facts } from '~/ui/facts';
import { Moment } from '~/ui/moment';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readPage } from '~/url/read-page.server';
import { courseOf } from './course-facts.server';
import { CourseRuns } from './course-runs';
import { TrainerEntries } from './trainer-entries';

const RunsOfCourse = graphql(`
  query RunsOfCourse($filter: CourseRunFilter!, $first: Int, $after: String, $last: Int, $before: String) {
    courseRuns(filter: $filter, orderBy: { field: START_DATE, direction: DESC }, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        ssgRunId
        startDate
        endDate
        classStatus
        lifecycle
        trainerLocal {
          name
        }
        nextTrainer {
          name
        }
        enrolmentCounts {
          live
          total
        }
      }
    }
  }
`);

const RUNS_SHOWN = 10;

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.course.title ?? 'Course'} · Rollcall` }];

export const loader = pageLoader(async ({ ask, uen, url, param }) => {
  const courseCode = param('courseCode');
  const filter = { provider: uen, courseCode };
  const [course, page] = await Promise.all([
    courseOf(ask, uen, courseCode),
    readPage(url, (part) => ask(RunsOfCourse, { filter, ...part }), RUNS_SHOWN),
  ]);
  return { course, dropped: page.dropped, runs: page.answer.courseRuns };
});

export default function Course() {
  const { course, dropped, runs } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  useLive('course-runs');
  const { courseCode, title, createdAt, updatedAt, trainerListEntries: entries } = course;
  const problems = entries.filter(({ problem }) => problem !== null).length;
  return (
    <Page title={title} back={{ to: links.courses(), label: 'Courses' }} beside={<LiveBadge />}>
      <DroppedFilters dropped={dropped} />
      <Section title="Facts">
        <Facts
          facts={[
            { term: 'Course code', value: courseCode },
            { term: 'Classes', value: runs.totalCount },
            { term: 'Trainers listed', value: entries.length - problems },
            { term: 'Entries with a problem', value: problems },
            { term: 'Known since', value: <Moment at={createdAt} /> },
            { term: 'Changed last', value: <Moment at={updatedAt} /> },
          ]}
        />
      </Section>
      <Section
        title="Trainer lists"
        flush
        actions={may('course.update') && <ActLink to={links.courseTrainerLists(courseCode)}>Change the lists</ActLink>}
      >
        <TrainerEntries entries={entries} />
      </Section>
      <Section
        title="Classes"
        flush
        actions={
          <ActLink to={links.classes(new URLSearchParams({ course: courseCode, all: '1' }).toString())}>Filter them</ActLink>
        }
      >
        <CourseRuns runs={runs.nodes} />
        <Pager page={runs.pageInfo} shown={runs.nodes.length} total={runs.totalCount} one="class" many="classes" />
      </Section>
      <Outlet />
    </Page>
  );
}
