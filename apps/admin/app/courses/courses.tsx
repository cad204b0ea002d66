import { TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import type { Links } from '~/links';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { ToneBadge } from '~/ui/tone-badge';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import styles from './courses.module.css';

const Filters = z.object({ q: z.string().trim().max(100).optional() });

const Courses = graphql(`
  query Courses($filter: CourseFilter!, $first: Int, $after: String, $last: Int, $before: String) {
    courses(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        courseCode
        title
        trainerListEntries {
          list
          text
          trainer {
            name
          }
          problem {
            message
            remedy
          }
        }
        courseRuns(first: 1) {
          totalCount
        }
      }
    }
  }
`);

type CourseRow = ResultOf<typeof Courses>['courses']['nodes'][number];

export const meta: MetaFunction = () => [{ title: 'Courses · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { values, dropped } = readFilters(Filters, url);
  const filter = { provider: uen, ...(values.q && { text: values.q }) };
  const page = await readPage(url, (part) => ask(Courses, { filter, ...part }));
  return { q: values.q, dropped: [...dropped, ...page.dropped], ...page.answer };
});

export default function CoursesPage() {
  const { q, dropped, courses } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  return (
    <Page
      title="Courses"
      intro="Each with the trainers that the sync may choose from, in the order in which it asks them: addresses first, then names."
    >
      <DroppedFilters dropped={dropped} />
      <FilterForm>
        <TextInput type="search" name="q" label="Code or title" defaultValue={q} />
      </FilterForm>
      <Section title="Courses" flush>
        <DataTable
          caption="Courses with their trainer lists"
          columns={columnsOf(links)}
          rows={courses.nodes}
          rowKey={({ id }) => id}
          empty={
            <Empty title={q ? `No course is called “${q}”.` : 'There is no course yet.'}>
              {q ? (
                <Link to={links.courses()}>Show all courses</Link>
              ) : (
                'The nightly sync makes a course with its first run at SSG.'
              )}
            </Empty>
          }
        />
        <Pager page={courses.pageInfo} shown={courses.nodes.length} total={courses.totalCount} one="course" many="courses" />
      </Section>
    </Page>
  );
}

const columnsOf = (links: Links): Column<CourseRow>[] => [
  {
    key: 'title',
    title: 'Course',
    cell: ({ courseCode, title }) => (
      <>
        <Link to={links.course(courseCode)}>{title}</Link>
        <div className={styles['quiet']}>{courseCode}</div>
      </>
    ),
  },
  { key: 'emails', title: 'By e-mail address', cell: (course) => <Listed course={course} list="EMAIL_LIST" /> },
  { key: 'names', title: 'By name', cell: (course) => <Listed course={course} list="NAME_LIST" /> },
  { key: 'problems', title: 'Problems', cell: ({ trainerListEntries }) => <Problems entries={trainerListEntries} /> },
  {
    key: 'runs',
    title: 'Classes',
    align: 'end',
    cell: ({ courseCode, courseRuns }) => (
      <Link to={links.classes(new URLSearchParams({ course: courseCode, all: '1' }).toString())}>{courseRuns.totalCount}</Link>
    ),
  },
];

/** Whom a list means, in order; an entry that means nobody as it was written. */
function Listed({ course, list }: { course: CourseRow; list: CourseRow['trainerListEntries'][number]['list'] }) {
  const entries = course.trainerListEntries.filter((entry) => entry.list === list);
  if (entries.length === 0) return <span className={styles['quiet']}>Nobody</span>;
  return <>{entries.map(({ text, trainer }) => trainer?.name ?? text).join(', ')}</>;
}

function Problems({ entries }: { entries: CourseRow['trainerListEntries'] }) {
  if (entries.length === 0) return <ToneBadge tone="warn">Lists are empty</ToneBadge>;
  const wrong = entries.flatMap(({ problem }) => (problem ? [problem.message] : []));
  if (wrong.length === 0) return <span className={styles['quiet']}>None</span>;
  return (
    <ToneBadge tone="bad" title={wrong.join(' ')}>
      {wrong.length === 1 ? '1 entry' : `${wrong.length} entries`}
    </ToneBadge>
  );
}
