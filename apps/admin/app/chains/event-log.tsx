import { NativeSelect } from '@mantine/core';
import { Link, useLocation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { useProvider } from '~/shell/provider';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { longMoment, momentIn } from '~/ui/format-moment';
import { Section } from '~/ui/section';
import { changedSearch } from '~/url/search';
import styles from './event-log.module.css';
import type { EventView } from './read-chain-run.server';

interface EventLogProps {
  events: EventView[];
  total: number;
  /** The number of the newest event before those shown; null where there is none. */
  older: number | null;
  step: string;
  /** The number up to which events are shown; null follows the newest. */
  until: number | null;
  steps: { value: string; label: string }[];
}

/** How near to the foot counts as being there. */
const NEAR = 24;

/** What happened, newest last. It follows what comes as long as one looks at its foot, and stays where one reads. */
export function EventLog({ events, total, older, step, until, steps }: EventLogProps) {
  const { search } = useLocation();
  const log = useRef<HTMLDivElement>(null);
  const atFoot = useRef(true);
  const newest = events.at(-1)?.number;
  useEffect(() => {
    const element = log.current;
    if (element && newest !== undefined && atFoot.current) element.scrollTop = element.scrollHeight;
  }, [newest]);
  return (
    <Section
      title="Events"
      id="events"
      beside={<span className={styles['count']}>{countOf(events, total)}</span>}
      actions={
        <span className={styles['links']}>
          {older !== null && (
            <Link to={`?${changedSearch(search, { until: String(older) })}`} preventScrollReset>
              Older
            </Link>
          )}
          {until !== null && (
            <Link to={`?${changedSearch(search, { until: null })}`} preventScrollReset>
              Newest
            </Link>
          )}
        </span>
      }
    >
      {steps.length > 1 && (
        <div className={styles['filter']}>
          <FilterForm keep={['until']}>
            <NativeSelect name="step" label="Step" defaultValue={step} data={[{ value: '', label: 'All steps' }, ...steps]} />
          </FilterForm>
        </div>
      )}
      {events.length === 0 ? (
        <Empty title="Nothing happened here.">
          {step !== '' && 'None of these events is about this step: look at older ones.'}
        </Empty>
      ) : (
        <div
          ref={log}
          className={styles['log']}
          role="log"
          aria-live="off"
          aria-label="Events, newest last"
          tabIndex={0}
          onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
            atFoot.current = scrollHeight - scrollTop - clientHeight < NEAR;
          }}
        >
          <ol>
            {events.map((event) => (
              <Event key={event.number} event={event} />
            ))}
          </ol>
        </div>
      )}
    </Section>
  );
}

function Event({ event: { number, kind, step, message, createdAt } }: { event: EventView }) {
  const { timeZone } = useProvider();
  return (
    <li value={number} data-kind={kindOf(kind)}>
      <time dateTime={createdAt} title={longMoment(createdAt, timeZone)}>
        {momentIn(createdAt, timeZone, true).slice(-8)}
      </time>
      <span className={styles['step']}>{step ?? 'run'}</span>
      <span className={styles['message']}>{message}</span>
    </li>
  );
}

/** Progress is quiet, an end is plain, trouble stands out. */
function kindOf(kind: string): 'quiet' | 'bad' | 'warn' | 'plain' {
  if (kind === 'step_progress' || kind === 'step_note') return 'quiet';
  if (/fail|crash|reject/.test(kind)) return 'bad';
  return /retry|interrupt|await|cancel|skip|defer|warn/.test(kind) ? 'warn' : 'plain';
}

function countOf(events: EventView[], total: number): string {
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last || events.length === total) return `${total.toLocaleString('en-GB')} in all`;
  return `${first.number} to ${last.number} of ${total.toLocaleString('en-GB')}`;
}
