import { Skeleton } from '@mantine/core';
import { Link } from '@remix-run/react';
import type { ResultOf } from '~/api/graphql';
import { useProvider } from '~/shell/provider';
import { BarChart } from '~/ui/bar-chart';
import { BarList } from '~/ui/bar-list';
import { dayIn, shortDay } from '~/ui/calendar-day';
import { formatDay, formatSeconds } from '~/ui/format-moment';
import { Notice } from '~/ui/notice';
import { Section } from '~/ui/section';
import styles from './charts.module.css';
import type { TodayAhead, TodayNights } from './documents.server';
import type { Later } from './later.server';
import { nightsOf } from './nights';

const NIGHTS = 14;

/** The weeks to come, and who teaches in them. */
export function AheadCharts({ ahead }: { ahead: Later<ResultOf<typeof TodayAhead>> }) {
  const { links } = useProvider();
  if ('fault' in ahead)
    return (
      <Notice tone="warn" title="The weeks ahead could not be read">
        {ahead.fault}
      </Notice>
    );
  const { weeksAhead, trainers } = ahead.loaded;
  return (
    <div className={styles['charts']}>
      <Section title="Weeks ahead">
        <div className={styles['two']}>
          <BarChart
            caption="Classes that begin"
            unit="classes"
            bars={weeksAhead.map(({ startDate, runs, withoutTrainer }) => ({
              key: startDate,
              label: shortDay(startDate),
              value: runs,
              tone: withoutTrainer > 0 ? 'warn' : 'accent',
              title: `${runs} in the week of ${formatDay(startDate)}, ${withoutTrainer} without a trainer`,
            }))}
          />
          <BarChart
            caption="Learners in them"
            unit="learners"
            bars={weeksAhead.map(({ startDate, learners }) => ({
              key: startDate,
              label: shortDay(startDate),
              value: learners,
              title: `${learners} in the week of ${formatDay(startDate)}`,
            }))}
          />
        </div>
        <p className={styles['explained']}>
          By the Monday of the week. Cancelled classes are left out; in an amber week some class has no trainer yet.
        </p>
      </Section>
      <Section title="Who teaches most" actions={<Link to={links.trainers()}>All trainers</Link>}>
        <BarList
          caption="Classes of each trainer in the next 30 days"
          bars={trainers.nodes
            .filter(({ load }) => load.upcomingRuns > 0)
            .map(({ id, name, load: { upcomingRuns, daysTaught } }) => ({
              key: id,
              label: name,
              to: links.trainer(id),
              value: upcomingRuns,
              detail: `${upcomingRuns} ${upcomingRuns === 1 ? 'class' : 'classes'}, ${daysTaught} ${daysTaught === 1 ? 'day' : 'days'}`,
            }))}
          empty="Nobody has a class in the next 30 days."
        />
        <p className={styles['explained']}>
          Classes that begin in the next 30 days, and the days on which they are taught. The first ten.
        </p>
      </Section>
    </div>
  );
}

/** What the nights cost: calls to SSG, and time. */
export function NightCharts({ nights, today }: { nights: Later<ResultOf<typeof TodayNights>>; today: string }) {
  const { timeZone } = useProvider();
  if ('fault' in nights)
    return (
      <Notice tone="warn" title="The last nights could not be read">
        {nights.fault}
      </Notice>
    );
  const whole = nights.loaded.syncBatches.nodes.filter(({ onlySsgRunId }) => onlySsgRunId === null);
  const latest = whole[0] ? dayIn(timeZone, whole[0].startedAt) : today;
  const rows = nightsOf(whole, latest > today ? latest : today, timeZone, NIGHTS);
  return (
    <Section title="The last 14 nights">
      <div className={styles['two']}>
        <BarChart
          caption="Calls to SSG"
          unit="calls"
          bars={rows.map(({ day, calls, syncs }) => ({
            key: day,
            label: String(Number(day.slice(8))),
            value: calls,
            title: `${calls} on ${formatDay(day)}, in ${syncs} ${syncs === 1 ? 'sync' : 'syncs'}`,
          }))}
        />
        <BarChart
          caption="Seconds at work"
          unit="seconds"
          bars={rows.map(({ day, seconds }) => ({
            key: day,
            label: String(Number(day.slice(8))),
            value: Math.round(seconds),
            title: `${formatSeconds(seconds)} on ${formatDay(day)}`,
          }))}
        />
      </div>
      <p className={styles['explained']}>
        Syncs of all classes, by the day they began. More calls than usual mean more classes in the window; more time for as many
        calls means that SSG was slow.
      </p>
    </Section>
  );
}

/** Where charts will stand, at their size. Without a script they cannot come: a link asks for the whole page. */
export function ChartsToCome() {
  return (
    <div className={styles['toCome']}>
      <Skeleton height={240} radius="lg" className={styles['skeleton'] ?? ''} />
      <noscript>
        <Link to="?whole=1" reloadDocument>
          Show the charts
        </Link>
      </noscript>
    </div>
  );
}
