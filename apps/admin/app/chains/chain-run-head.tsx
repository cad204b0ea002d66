import { Anchor } from '@mantine/core';
import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Day } from '~/ui/day';
import { type Fact, Facts } from '~/ui/facts';
import { formatSeconds, momentIn } from '~/ui/format-moment';
import { Moment } from '~/ui/moment';
import { ProgressBar } from '~/ui/progress-bar';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import styles from './chain-run-head.module.css';
import type { ChainRunView } from './read-chain-run.server';
import { isActive } from './run-state';
import { MODE_WORDS } from './schedule-words';

/** How the run stands: times, what it costs, what it belongs to. */
export function ChainRunHead({ run, now }: { run: ChainRunView; now: string }) {
  const { timeZone } = useProvider();
  const { status, progress, predictedFinishAt } = run;
  const active = isActive(status);
  return (
    <Section title="How it stands">
      {active && (
        <div className={styles['progress']}>
          <ProgressBar label="Steps done" done={progress.done} total={progress.steps} />
          <p>{endSentence({ status, predictedFinishAt, now, timeZone })}</p>
        </div>
      )}
      <Facts facts={[...factsOf(run), ...relationsOf(run)]} />
    </Section>
  );
}

function endSentence(facts: { status: ChainRunView['status']; predictedFinishAt: string | null; now: string; timeZone: string }) {
  const { status, predictedFinishAt, now, timeZone } = facts;
  if (status === 'AWAITING_APPROVAL') return 'It goes on when somebody has decided.';
  if (status === 'QUEUED') return 'It begins when the run before it has ended.';
  if (!predictedFinishAt) return 'Nobody can say yet when it will end: a step of it has no history.';
  const end = momentIn(predictedFinishAt, timeZone);
  const today = end.slice(0, -6) === momentIn(now, timeZone).slice(0, -6);
  return `Will end about ${today ? end.slice(-5) : end}.`;
}

function factsOf(run: ChainRunView): Fact[] {
  const { trigger, requestedBy, mode, today, dueAt, startedAt, completedAt, durationSeconds, callsMade, callsPredicted } = run;
  return [
    {
      term: 'Set in motion by',
      value: (
        <span>
          <StatusBadge kind="trigger" value={trigger} /> {requestedBy}
        </span>
      ),
    },
    { term: 'Mode', value: MODE_WORDS[mode] },
    { term: 'Works by the day', value: <Day day={today} /> },
    ...(dueAt ? [{ term: 'Due', value: <Moment at={dueAt} seconds /> }] : []),
    { term: 'Begun', value: <Moment at={startedAt} seconds /> },
    { term: 'Ended', value: <Moment at={completedAt} seconds /> },
    {
      term: 'Took',
      value: durationSeconds === null ? null : durationSeconds < 1 ? 'under a second' : formatSeconds(durationSeconds),
    },
    { term: 'Calls made', value: callsText(callsMade, callsPredicted) },
  ];
}

/** `48 of 120 predicted`; `55 (48 predicted)` where it became more. */
function callsText(made: number, predicted: number | null): string {
  const count = made.toLocaleString('en-GB');
  if (predicted === null) return count;
  const wanted = predicted.toLocaleString('en-GB');
  return made > predicted ? `${count} (${wanted} predicted)` : `${count} of ${wanted} predicted`;
}

/** Runs are linked both ways: what it resumes, what resumes it, what made up for it. */
function relationsOf({ resumedFrom, resumptions, resolvedBy }: ChainRunView): Fact[] {
  return [
    ...(resumedFrom ? [{ term: 'Resumes', value: <RunLink number={resumedFrom.number} /> }] : []),
    ...(resumptions.length > 0
      ? [
          {
            term: 'Resumed by',
            value: (
              <span className={styles['runs']}>
                {resumptions.map(({ number, status }) => (
                  <span key={number}>
                    <RunLink number={number} /> <StatusBadge kind="chainRun" value={status} />
                  </span>
                ))}
              </span>
            ),
          },
        ]
      : []),
    ...(resolvedBy ? [{ term: 'Made up for by', value: <RunLink number={resolvedBy.number} /> }] : []),
  ];
}

function RunLink({ number }: { number: string }) {
  const { links } = useProvider();
  return (
    <Anchor component={Link} to={links.chainRun(number)} inherit>
      Run {number}
    </Anchor>
  );
}
