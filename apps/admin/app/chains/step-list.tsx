import { formatSeconds } from '~/ui/format-moment';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { StatusBadge } from '~/ui/status-badge';
import { ToneBadge } from '~/ui/tone-badge';
import { countWords } from './count-words';
import type { StepRunView } from './read-chain-run.server';
import styles from './step-list.module.css';

/** Each step in words: where it stands, what it did, what went wrong and what to do. */
export function StepList({ steps, titles }: { steps: StepRunView[]; titles: Map<string, string> }) {
  return (
    <ol className={styles['steps']}>
      {steps.map((step) => (
        <li key={step.id} id={`step-${step.step}`} data-status={step.status}>
          <Step step={step} title={titles.get(step.step) ?? step.step} />
        </li>
      ))}
    </ol>
  );
}

function Step({ step, title }: { step: StepRunView; title: string }) {
  const { status, progress, reason, error, errorCode, remedy, warnings, ranOnStaleInputs, leftOut, required, approvals } = step;
  const told = countWords(step.counts);
  // What waits now is the step's reason already.
  const asked = approvals.filter((approval) => approval.status !== 'WAITING' || approval.sentence !== reason);
  return (
    <>
      <div className={styles['head']}>
        <h3>{title}</h3>
        <StatusBadge kind="step" value={status} />
        {warnings > 0 && (
          <ToneBadge tone="warn">
            {warnings} {warnings === 1 ? 'warning' : 'warnings'}
          </ToneBadge>
        )}
        {ranOnStaleInputs && (
          <ToneBadge tone="warn" title="Something it needs had failed, so it used older results (X15).">
            Stale inputs
          </ToneBadge>
        )}
        {leftOut && <ToneBadge tone="calm">Left out on purpose</ToneBadge>}
        {!required && <small>optional</small>}
        <small className={styles['facts']}>{factsOf(step).join(' · ')}</small>
      </div>
      {status === 'RUNNING' && progress && <ProgressBar label={`Progress of ${title}`} {...progress} />}
      {reason && reason !== error && <p>{asSentence(reason)}</p>}
      {told.length > 0 && <p className={styles['counts']}>{told.join(', ')}</p>}
      {error && (
        <Notice tone={status === 'FAILED' || status === 'INTERRUPTED' ? 'bad' : 'warn'} title={error}>
          {remedy} {errorCode && <code>{errorCode}</code>}
        </Notice>
      )}
      {ranOnStaleInputs && (
        <p>Something it needs had failed: it worked with older results, and what it says may be out of date.</p>
      )}
      <StepTimes step={step} />
      {asked.length > 0 && <Approvals approvals={asked} />}
    </>
  );
}

const asSentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function factsOf({ attempt, interruptions, callsMade, callsPredicted, upstream }: StepRunView): string[] {
  const predicted = callsPredicted === null ? '' : ` of ${callsPredicted.toLocaleString('en-GB')}`;
  return [
    ...(callsMade > 0 || callsPredicted !== null
      ? [`${callsMade.toLocaleString('en-GB')}${predicted} calls to ${upstream?.toUpperCase() ?? 'its upstream'}`]
      : []),
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(interruptions > 0 ? [`its worker died ${interruptions === 1 ? 'once' : `${interruptions} times`}`] : []),
  ];
}

function StepTimes({ step: { status, startedAt, completedAt, notBefore, worker } }: { step: StepRunView }) {
  const waits = notBefore && (status === 'READY' || status === 'WAITING');
  if (!startedAt && !waits) return null;
  const seconds = startedAt && completedAt ? (Date.parse(completedAt) - Date.parse(startedAt)) / 1000 : null;
  return (
    <p className={styles['times']}>
      {waits && (
        <>
          Tried again at <Moment at={notBefore} seconds />.{' '}
        </>
      )}
      {startedAt && (
        <>
          {!completedAt && 'Begun '}
          <Moment at={startedAt} seconds />
          {completedAt && (
            <>
              {' '}
              to <Moment at={completedAt} seconds />
            </>
          )}
          {seconds !== null && status !== 'REUSED' && `, ${seconds < 1 ? 'under a second' : formatSeconds(seconds)}`}
          {worker && status === 'RUNNING' && `, by worker ${worker}`}
        </>
      )}
    </p>
  );
}

function Approvals({ approvals }: { approvals: StepRunView['approvals'] }) {
  return (
    <ul className={styles['approvals']} aria-label="Approvals">
      {approvals.map(({ requestedAt, status, sentence, decidedAt, decidedBy, note }) => (
        <li key={requestedAt}>
          <StatusBadge kind="approval" value={status} /> {sentence}{' '}
          {decidedAt && (
            <small>
              {decidedBy ?? 'Somebody'}, <Moment at={decidedAt} />
              {note && `: “${note}”`}
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}
