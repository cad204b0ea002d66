import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { momentIn } from '~/ui/format-moment';
import { Section } from '~/ui/section';
import { ToneBadge } from '~/ui/tone-badge';
import { readCron } from './cron';
import { cronSentence } from './cron-sentence';
import type { ChainView } from './read-chains.server';
import styles from './schedule-section.module.css';
import { MODE_WORDS, POLICY_WORDS } from './schedule-words';

type Schedule = ChainView['schedules'][number];

/** When everything runs by itself: each chain, then its steps. */
export function ScheduleSection({ chains }: { chains: ChainView[] }) {
  const { links, may } = useProvider();
  const mayChange = may('schedule.update');
  const columns: Column<Schedule>[] = [
    { key: 'name', title: 'What', cell: (schedule) => <Name schedule={schedule} /> },
    { key: 'when', title: 'When', cell: (schedule) => <When schedule={schedule} /> },
    { key: 'next', title: 'Next tick', cell: (schedule) => schedule.cron !== null && <NextTick schedule={schedule} /> },
    {
      key: 'overlap',
      title: 'While one still runs',
      cell: ({ cron, overlapPolicy }) => cron !== null && POLICY_WORDS[overlapPolicy],
    },
    {
      key: 'catchUp',
      title: 'Catch-up',
      cell: ({ cron, catchUpHours }) => cron !== null && (catchUpHours === 0 ? 'never' : `within ${catchUpHours}\u00a0h`),
    },
    ...(mayChange
      ? [
          {
            key: 'acts',
            title: '',
            cell: ({ id, paused }: Schedule) => (
              <span className={styles['acts']}>
                <ActLink to={links.schedule(id)}>Edit</ActLink>
                <ActLink to={links.pauseSchedule(id)}>{paused ? 'Resume' : 'Pause'}</ActLink>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <Section title="Schedules" id="schedules" flush>
      <DataTable
        caption="Schedules"
        columns={columns}
        rows={chains.flatMap(({ schedules }) => schedules)}
        rowKey={({ id }) => id}
        empty={
          <Empty title="Nothing runs by itself.">Schedules are made when the API starts with a provider in the database.</Empty>
        }
      />
    </Section>
  );
}

function Name({ schedule: { chain, step, name, paused, pausedReason } }: { schedule: Schedule }) {
  const title = step === null ? (chain?.title ?? name) : (chain?.steps.find((one) => one.name === step)?.title ?? step);
  return (
    <span className={styles['name']} data-step={step !== null}>
      <span>{title}</span>
      {paused && (
        <span>
          <ToneBadge tone="warn">Paused</ToneBadge> {pausedReason}
        </span>
      )}
    </span>
  );
}

function When({ schedule: { cron, timeZone } }: { schedule: Schedule }) {
  if (cron === null) return <span className={styles['quiet']}>with its chain</span>;
  const times = readCron(cron);
  return (
    <span className={styles['lines']}>
      <span>{times ? cronSentence(times) : 'By its cron expression'}</span>
      <small>
        <code>{cron}</code> {timeZone}
      </small>
    </span>
  );
}

function NextTick({ schedule: { nextTicks, paused } }: { schedule: Schedule }) {
  const { timeZone } = useProvider();
  const [next] = nextTicks;
  if (!next) return <span className={styles['quiet']}>never</span>;
  return (
    <span className={styles['lines']} data-paused={paused}>
      <time dateTime={next.at}>
        {momentIn(next.at, timeZone)}, {MODE_WORDS[next.mode].toLowerCase()}
      </time>
      <small>
        {momentIn(next.at, 'UTC')} UTC{paused && ', will be skipped'}
      </small>
    </span>
  );
}
