import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Day } from '~/ui/day';
import { Facts } from '~/ui/facts';
import { Section } from '~/ui/section';
import type { Preview } from './preview.server';
import styles from './previews.module.css';

type Window = NonNullable<Preview['window']>;
export type PreviewedRun = Window['entering'][number];

/** Which classes another number of days lets in and out. */
export function WindowPreview({ window }: { window: Window }) {
  const { runsNow, runsThen, endNow, endThen, entering, enteringCount, leaving, leavingCount } = window;
  const calls = runsThen - runsNow;
  return (
    <Section title="What if: the window">
      <div className={styles['preview']}>
        <p className={styles['sentence']}>
          {endNow === endThen
            ? 'The window stays as it is.'
            : `${enteringCount} ${enteringCount === 1 ? 'class enters' : 'classes enter'}, ${leavingCount} ${leavingCount === 1 ? 'leaves' : 'leave'}.`}{' '}
          {calls !== 0 &&
            `A night reads the enrolments of ${Math.abs(calls)} ${Math.abs(calls) === 1 ? 'class' : 'classes'} ${calls > 0 ? 'more' : 'less'}, with at least one call to SSG for each.`}
        </p>
        <Facts
          facts={[
            { term: 'Last day now', value: <Day day={endNow} /> },
            { term: 'Last day then', value: <Day day={endThen} /> },
            { term: 'Classes now', value: runsNow },
            { term: 'Classes then', value: runsThen },
          ]}
        />
        <RunList title="Enter" runs={entering} total={enteringCount} />
        <RunList title="Leave" runs={leaving} total={leavingCount} />
      </div>
    </Section>
  );
}

/** The first of the classes that something concerns. */
export function RunList({ title, runs, total }: { title: string; runs: PreviewedRun[]; total: number }) {
  const { links } = useProvider();
  if (runs.length === 0) return null;
  return (
    <div>
      <h3 className={styles['heading']}>{title}</h3>
      <ul className={styles['runs']}>
        {runs.map(({ id, ssgRunId, startDate, course }) => (
          <li key={id}>
            <Link to={links.courseRun(ssgRunId)}>{ssgRunId}</Link> {course.title}, <Day day={startDate} />
          </li>
        ))}
      </ul>
      {total > runs.length && <p className={styles['quiet']}>and {(total - runs.length).toLocaleString('en-GB')} more</p>}
    </div>
  );
}
