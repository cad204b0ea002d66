import { Anchor } from '@mantine/core';
import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Day } from '~/ui/day';
import { type Fact, Facts } from '~/ui/facts';
import { formatSeconds } from '~/ui/format-moment';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { Section } from '~/ui/section';
import { statusWord } from '~/words/status-words';
import styles from './batch-head.module.css';
import type { SyncBatchView } from './sync-batch-fragment';
import { ENTITY_WORDS, SYNC_TRIGGER_WORDS, TRAINER_OUTCOME_WORDS } from './sync-words';

type Summary = NonNullable<SyncBatchView['summary']>;

/** What a batch was for and what came of it. */
export function BatchHead({ batch }: { batch: SyncBatchView }) {
  const { status, error, remedy, summary, callsMade, callsPredicted } = batch;
  return (
    <>
      {error && (
        <Notice tone={status === 'FAILED' || status === 'INTERRUPTED' ? 'bad' : 'warn'} title={error}>
          {remedy}
        </Notice>
      )}
      <Section title="Summary">
        <div className={styles['parts']}>
          {status === 'RUNNING' && <ProgressBar label="Calls made" done={callsMade} total={callsPredicted} />}
          {summary && <p className={styles['reason']}>{summary.statusReason}</p>}
          <Facts facts={factsOf(batch)} />
        </div>
      </Section>
      {summary && summary.errors.length > 0 && <Errors errors={summary.errors} />}
    </>
  );
}

function factsOf(batch: SyncBatchView): Fact[] {
  const { trigger, onlySsgRunId, today, windowEnd, thresholdDays, startedAt, completedAt, resumedCount, summary } = batch;
  const { callsMade, callsPredicted } = batch;
  const predicted = callsPredicted === null ? '' : ` of ${callsPredicted.toLocaleString('en-GB')} predicted`;
  return [
    { term: 'Set in motion by', value: SYNC_TRIGGER_WORDS[trigger] },
    ...(onlySsgRunId ? [{ term: 'For one run alone', value: onlySsgRunId }] : []),
    {
      term: `Window, ${thresholdDays} days ahead`,
      value: (
        <span>
          <Day day={today} weekday={false} /> to <Day day={windowEnd} weekday={false} />
        </span>
      ),
    },
    { term: 'Begun', value: <Moment at={startedAt} seconds /> },
    { term: 'Ended', value: <Moment at={completedAt} seconds /> },
    { term: 'Took', value: summary ? formatSeconds(summary.elapsedMs / 1000) : null },
    { term: 'Calls to SSG', value: `${callsMade.toLocaleString('en-GB')}${predicted}` },
    ...(resumedCount > 0 ? [{ term: 'Taken up again', value: `${resumedCount} ${resumedCount === 1 ? 'time' : 'times'}` }] : []),
    ...(summary ? outcomesOf(summary) : []),
  ];
}

function outcomesOf({ courses, runs, changes, trainers, reviewsOpen }: Summary): Fact[] {
  return [
    { term: 'Courses listed', value: courses.toLocaleString('en-GB') },
    { term: 'Runs', value: <List items={runs.map(({ status, count }) => [count, statusWord('syncLog', status).label])} /> },
    {
      term: 'Rows made',
      value: <List items={changes.map(({ entityType, created }) => [created, ENTITY_WORDS[entityType][1]])} />,
    },
    {
      term: 'Rows changed',
      value: <List items={changes.map(({ entityType, updated }) => [updated, ENTITY_WORDS[entityType][1]])} />,
    },
    {
      term: 'Trainers',
      value: <List items={trainers.map(({ outcome, count }) => [count, TRAINER_OUTCOME_WORDS[outcome]])} />,
    },
    { term: 'Learner reviews left open', value: <ReviewsLink count={reviewsOpen} /> },
  ];
}

/** Counts with their nouns; nothing for zeros. */
function List({ items }: { items: [number, string][] }) {
  const told = items.filter(([count]) => count > 0);
  if (told.length === 0) return <>none</>;
  return (
    <ul className={styles['list']}>
      {told.map(([count, noun]) => (
        <li key={noun}>
          {count.toLocaleString('en-GB')} {noun.charAt(0).toLowerCase() + noun.slice(1)}
        </li>
      ))}
    </ul>
  );
}

function ReviewsLink({ count }: { count: number }) {
  const { links } = useProvider();
  if (count === 0) return <>none</>;
  return (
    <Anchor component={Link} to={links.learnerReviews()} inherit>
      {count.toLocaleString('en-GB')}
    </Anchor>
  );
}

/** The first twenty, each with what to do about it. */
function Errors({ errors }: { errors: Summary['errors'] }) {
  const { links } = useProvider();
  return (
    <Section title="What went wrong">
      <ul className={styles['errors']}>
        {errors.map(({ courseCode, ssgRunId, message, remedy }) => (
          <li key={`${courseCode} ${ssgRunId ?? ''} ${message}`}>
            <strong>{ssgRunId ? <Link to={links.courseRun(ssgRunId)}>Run {ssgRunId}</Link> : courseCode}</strong> {message}
            {remedy && <small>{remedy}</small>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
