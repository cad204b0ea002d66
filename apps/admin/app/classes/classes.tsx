import type { MetaFunction } from '@remix-run/node';
import { redirect } from '@remix-run/node';
import { Outlet, useLocation } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { ViewChips } from '~/saved-views/view-chips';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DataTable } from '~/ui/data-table';
import { drawnFrom } from '~/ui/drawn-from';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { BulkBar, CHOSEN_FORM } from './bulk-bar';
import { useClassChoices } from './class-choices';
import { classColumns } from './class-columns';
import { ClassFilterFields } from './class-filter-fields';
import { ClassFilters, courseRunFilterOf } from './class-filters';
import { classesSearch } from './classes-search';
import { classesSentence } from './classes-sentence';
import { ColumnChoice } from './column-choice';
import { hiddenBut } from './column-words';
import { PAGE_SIZES } from './filter-choices';
import { NoClasses } from './no-classes';
import { type ClassRow, UpcomingClasses } from './upcoming-classes';
import { useChangedRows } from './use-changed-rows';

export const meta: MetaFunction = () => [{ title: 'Upcoming classes · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url, links }) => {
  if (url.searchParams.has('columns')) {
    const hide = hiddenBut(url.searchParams.getAll('show'));
    const size = url.searchParams.get('size');
    throw redirect(links.classes(classesSearch(url.searchParams, { hide, size: size === PAGE_SIZES[0] ? null : size })));
  }
  const { values: filters, dropped } = readFilters(ClassFilters, url);
  const { order: field, direction, size } = filters;
  const variables = { filter: courseRunFilterOf(uen, filters), orderBy: { field, direction } };
  const page = await readPage(url, (part) => ask(UpcomingClasses, { ...variables, ...part }), Number(size));
  return { filters, dropped: [...dropped, ...page.dropped], ...page.answer };
});

export default drawnFrom<typeof loader>(function Classes({ filters, dropped, courseRuns, earliest, latest }) {
  const { courses, views } = useClassChoices();
  const { links, may } = useProvider();
  const { search } = useLocation();
  const own = classesSearch(search);
  const changed = useChangedRows(own, courseRuns.nodes, idOf);
  useLive('course-runs');
  const maySelect = may('course_run.assign_trainer') || may('course_run.set_class') || may('export.start');
  const sentence = classesSentence(courseRuns.totalCount, earliest.nodes[0]?.startDate, latest.nodes[0]?.startDate);
  return (
    <Page
      title="Upcoming classes"
      beside={<LiveBadge />}
      intro={sentence}
      actions={may('export.start') && <ActLink to={links.newExport('COURSE_RUNS', own)}>Export this list</ActLink>}
    >
      <ViewChips page="upcoming-classes" search={own} views={views} builtIn={BUILT_IN} to={links.classes} />
      <DroppedFilters dropped={dropped} />
      <ClassFilterFields filters={filters} courses={courses} />
      <Section title="Classes" flush actions={<ColumnChoice hide={filters.hide} size={filters.size} />}>
        <DataTable
          caption="Upcoming classes with their trainers, learners and issues"
          columns={classColumns(links, filters.hide, earliest.nodes[0]?.startDate.slice(0, 4))}
          rows={courseRuns.nodes}
          rowKey={idOf}
          dense
          empty={<NoClasses filtered={own !== ''} all={filters.all === '1'} />}
          order={{ field: filters.order, direction: filters.direction }}
          changed={({ id }) => changed.has(id)}
          {...(maySelect && { selection: SELECTION })}
        />
        <Pager
          page={courseRuns.pageInfo}
          shown={courseRuns.nodes.length}
          total={courseRuns.totalCount}
          one="class"
          many="classes"
        />
      </Section>
      {maySelect && courseRuns.nodes.length > 0 && <BulkBar />}
      <Outlet />
    </Page>
  );
});

const SELECTION = {
  form: CHOSEN_FORM,
  name: 'id',
  label: ({ ssgRunId, course }: ClassRow) => `run ${ssgRunId}, ${course.title}`,
};

const idOf = ({ id }: ClassRow): string => id;

const BUILT_IN = [
  { name: 'All upcoming', search: '' },
  { name: 'Without trainer', search: 'trainer=NONE' },
  { name: 'Trainer differs', search: 'issue=TRAINER_DRIFT' },
  { name: 'Pending', search: 'status=PENDING' },
];
