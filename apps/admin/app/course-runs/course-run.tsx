import type { MetaFunction } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Page } from '~/ui/page';
import { StatusBadge } from '~/ui/status-badge';
import styles from './course-run.module.css';
import { readCourseRun } from './course-run.server';
import { FactsSection } from './facts-section';
import { Issues } from './issues';
import { LearnersSection } from './learners-section';
import { LogsSection } from './logs-section';
import { runDays } from './run-days';
import { TimelineSection } from './timeline-section';
import { TrainersSection } from './trainers-section';

export const loader = pageLoader(readCourseRun);

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.run.ssgRunId} ${data.run.course.title} · Rollcall` : 'Course run · Rollcall' },
];

export default function CourseRun() {
  const { run, learners, logs, timeline, dropped, orderKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('course-runs');
  const sections = [
    { id: 'facts', title: 'Facts' },
    { id: 'trainers', title: 'Trainers' },
    ...(learners ? [{ id: 'learners', title: 'Learners' }] : []),
    ...(logs ? [{ id: 'logs', title: 'Sync logs' }] : []),
    ...(timeline.entries.length > 0 ? [{ id: 'timeline', title: 'Timeline' }] : []),
  ];
  return (
    <Page
      title={run.course.title}
      back={{ to: links.classes(), label: 'Classes' }}
      intro={`${run.course.courseCode} · Run ${run.ssgRunId} · ${runDays(run.startDate, run.endDate)}`}
      beside={
        <>
          <StatusBadge kind="classStatus" value={run.classStatus} />
          <StatusBadge kind="lifecycle" value={run.lifecycle} />
          <StatusBadge kind="classType" value={run.classType} />
          <LiveBadge />
        </>
      }
      actions={<Acts ssgRunId={run.ssgRunId} />}
    >
      <DroppedFilters dropped={dropped} />
      <Issues run={run} />
      <div className={styles['columns']}>
        <nav className={styles['sections']} aria-label="Sections of this page">
          <ul>
            {sections.map(({ id, title }) => (
              <li key={id}>
                <a href={`#${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles['stack']}>
          <FactsSection run={run} />
          <TrainersSection run={run} orderKey={orderKey} />
          {learners && <LearnersSection run={run} learners={learners} />}
          {logs && <LogsSection logs={logs} ssgRunId={run.ssgRunId} />}
          {timeline.entries.length > 0 && <TimelineSection courseRunId={run.id} timeline={timeline} />}
        </div>
      </div>
      <Outlet />
    </Page>
  );
}

function Acts({ ssgRunId }: { ssgRunId: string }) {
  const { links, may } = useProvider();
  return (
    <>
      {may('course_run.set_class') && (
        <>
          <ActLink to={links.setClassStatus(ssgRunId)} size="sm">
            Set class status
          </ActLink>
          <ActLink to={links.setClassType(ssgRunId)} size="sm">
            Set class type
          </ActLink>
        </>
      )}
      {may('course_run.sync') && (
        <ActLink to={links.syncCourseRun(ssgRunId)} size="sm" variant="filled">
          Sync this run
        </ActLink>
      )}
    </>
  );
}
