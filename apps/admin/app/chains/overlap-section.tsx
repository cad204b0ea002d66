import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { formatDay, momentIn } from '~/ui/format-moment';
import { Section } from '~/ui/section';
import { layOutStrip, type StripClash, type StripSchedule } from './lay-out-strip';
import { OverlapStrip } from './overlap-strip';
import styles from './overlap-strip.module.css';
import type { ChainView } from './read-chains.server';
import { scheduleTitle } from './schedule-fragment';

/** What runs when, and what gets in each other's way: a strip, and the same in words. */
export function OverlapSection({ chains, hours, now }: { chains: ChainView[]; hours: number; now: string }) {
  const { links, timeZone } = useProvider();
  const from = Date.parse(now);
  const schedules = chains.flatMap(stripSchedulesOf);
  const { lanes, clashes } = layOutStrip({ from, hours, schedules });
  const week = hours > 24;
  return (
    <Section
      title={week ? 'The next 7 days' : 'The next 24 hours'}
      id="overlap"
      actions={
        <nav className={styles['switch']} aria-label="Time shown">
          <Link to={links.chains} preventScrollReset aria-current={week ? undefined : 'true'}>
            24 hours
          </Link>
          <Link to={`${links.chains}?days=7`} preventScrollReset aria-current={week ? 'true' : undefined}>
            7 days
          </Link>
        </nav>
      }
    >
      <OverlapStrip lanes={lanes} from={from} hours={hours} timeZone={timeZone} />
      {clashes.length === 0 ? (
        <p className={styles['calm']}>Nothing gets in another’s way in this time.</p>
      ) : (
        <ul className={styles['clashes']} aria-label="Clashes">
          {clashes.map((clash) => (
            <li key={`${clash.first.id} ${clash.second.id}`}>
              <ClashWords clash={clash} timeZone={timeZone} hours={hours} />
            </li>
          ))}
        </ul>
      )}
      {lanes.some(({ known }) => !known) && (
        <p className={styles['note']}>
          Without history nobody knows how long a run takes:{' '}
          {lanes
            .filter(({ known }) => !known)
            .map(({ title }) => title)
            .join(', ')}
          . Counted as one minute until one of its kind, full or incremental, has completed.
        </p>
      )}
    </Section>
  );
}

function ClashWords({ clash, timeZone, hours }: { clash: StripClash; timeZone: string; hours: number }) {
  const { links, may } = useProvider();
  const { kind, first, second, upstreams, from, until, freeFrom, times } = clash;
  const clock = (at: number) => momentIn(new Date(at).toISOString(), timeZone).slice(-5);
  const day = formatDay(dayIn(from, timeZone)).slice(0, -5);
  const more = times > 1 ? `, and ${times - 1} more ${times === 2 ? 'time' : 'times'} in these ${hours / 24} days` : '';
  const when = `${day}, ${clock(from)} to ${clock(until)}${more}`;
  return (
    <>
      <strong>
        {kind === 'itself'
          ? `${first.title} is not done when its next tick comes`
          : `${second.title} begins while ${first.title} is at work`}
      </strong>{' '}
      ({when}).{' '}
      {kind === 'upstream' &&
        `Both call ${upstreams.map((upstream) => upstream.toUpperCase()).join(' and ')}, so the steps of one wait for those of the other. `}
      {kind === 'chain' && 'While its chain runs, a step’s own tick is skipped. '}
      {kind === 'itself' && 'Its overlap policy decides whether that tick is skipped or waits. '}
      As a rule it is free from {clock(freeFrom)}.{' '}
      {may('schedule.update') && (
        <Link to={links.schedule(second.id)} preventScrollReset>
          Move {second.title}
        </Link>
      )}
    </>
  );
}

function dayIn(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

function stripSchedulesOf({ steps, schedules }: ChainView): StripSchedule[] {
  const upstreamsOf = (step: string | null): string[] => {
    const own = steps.filter(({ name }) => step === null || name === step).flatMap(({ upstream }) => upstream ?? []);
    return [...new Set(own)];
  };
  return schedules
    .filter(({ cron }) => cron !== null)
    .map((schedule) => ({
      id: schedule.id,
      title: scheduleTitle(schedule),
      label: steps.find(({ name }) => name === schedule.step)?.title ?? scheduleTitle(schedule),
      chain: schedule.chain?.name ?? null,
      step: schedule.step,
      ticks: schedule.ticksShown.map(({ at }) => at),
      durationSeconds: schedule.expectedDurationSeconds,
      upstreams: upstreamsOf(schedule.step),
      paused: schedule.paused,
    }));
}
