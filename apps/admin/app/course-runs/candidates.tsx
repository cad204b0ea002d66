import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { StatusBadge } from '~/ui/status-badge';
import type { StatusOf } from '~/words/status-words';
import styles from './next-trainer.module.css';
import { runDays } from './run-days';

interface Candidate {
  trainerId: string | null;
  name: string;
  verdict: StatusOf<'verdict'>;
  reason: string;
  upcomingRuns: number | null;
  overlaps: { ssgRunId: string; startDate: string; endDate: string }[];
}

/** Whoever is on the list already as declined, linked or unknown cannot decline on top of it. */
const CAN_DECLINE: StatusOf<'verdict'>[] = ['NEXT', 'ELIGIBLE'];

/** Everybody on the course's list, in its order. */
export function Candidates({
  ssgRunId,
  candidates,
  ifDeclined,
}: {
  ssgRunId: string;
  candidates: Candidate[];
  ifDeclined: string[];
}) {
  const { links, may } = useProvider();
  return (
    <ol className={styles['candidates']}>
      {candidates.map(({ trainerId, name, verdict, reason, upcomingRuns, overlaps }) => {
        const supposed = trainerId !== null && ifDeclined.includes(trainerId);
        const assignable = trainerId !== null && verdict !== 'ASSIGNED' && verdict !== 'INACTIVE' && verdict !== 'NOT_TRAINER';
        return (
          <li key={`${trainerId} ${name}`} data-next={verdict === 'NEXT'}>
            <div className={styles['who']}>
              {trainerId && may('trainer.read') ? <Link to={links.trainer(trainerId)}>{name}</Link> : <strong>{name}</strong>}
              <StatusBadge kind="verdict" value={verdict} />
            </div>
            <div className={styles['facts']}>
              <p>{reason}</p>
              {upcomingRuns !== null && <p>{loadWords(upcomingRuns)}</p>}
              {overlaps.length > 0 && (
                <p data-clash>
                  Teaches on the same days:{' '}
                  {overlaps.map((run, index) => (
                    <span key={run.ssgRunId}>
                      {index > 0 && ', '}
                      <Link to={links.courseRun(run.ssgRunId)}>{run.ssgRunId}</Link> ({runDays(run.startDate, run.endDate)})
                    </span>
                  ))}
                </p>
              )}
            </div>
            <div className={styles['acts']}>
              {trainerId && (supposed || CAN_DECLINE.includes(verdict)) && (
                <label>
                  <input type="checkbox" name="declined" value={trainerId} defaultChecked={supposed} /> What if {name} declines?
                </label>
              )}
              {assignable && may('course_run.assign_trainer') && (
                <ActLink to={`${links.assignTrainer(ssgRunId)}?trainer=${encodeURIComponent(trainerId)}`}>
                  Assign this one
                </ActLink>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

const loadWords = (runs: number): string =>
  runs === 0 ? 'Teaches nothing in the next 30 days.' : `Teaches ${runs === 1 ? '1 run' : `${runs} runs`} in the next 30 days.`;
