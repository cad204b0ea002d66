import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { formatSeconds, momentIn } from '~/ui/format-moment';
import { statusWord } from '~/words/status-words';
import type { ChainView } from './read-chains.server';
import styles from './run-dots.module.css';

type Run = ChainView['runs'][number];

/** The last runs of a chain, oldest first: each a link with a sign of its own, so that the colour never says it alone. */
export function RunDots({ chain, title, runs, total }: { chain: string; title: string; runs: Run[]; total: number }) {
  const { links, timeZone } = useProvider();
  const last = runs[0];
  if (!last) return <p className={styles['none']}>Has not run yet. Its next tick is in the table below.</p>;
  return (
    <div className={styles['runs']}>
      <span className={styles['label']}>Last runs</span>
      <ol className={styles['dots']} aria-label={`Last runs of ${title}, oldest first`}>
        {runs.toReversed().map((run) => {
          const { label, tone } = statusWord('chainRun', run.status);
          const text = describe(run, timeZone);
          return (
            <li key={run.number}>
              <Link to={links.chainRun(run.number)} title={text} aria-label={text} data-tone={tone} data-dry={run.dryRun}>
                <span aria-hidden>{SIGNS[run.status]}</span>
                <span className="visually-hidden">{label}</span>
              </Link>
            </li>
          );
        })}
      </ol>
      <span className={styles['last']}>
        {statusWord('chainRun', last.status).label}, {momentIn(last.startedAt, timeZone)}
      </span>
      {total > runs.length && <Link to={links.chainRuns(`chain=${chain}`)}>All {total.toLocaleString('en-GB')}</Link>}
    </div>
  );
}

const SIGNS: Record<Run['status'], string> = {
  QUEUED: '…',
  RUNNING: '▸',
  AWAITING_APPROVAL: '?',
  COMPLETED: '✓',
  PARTIAL: '!',
  FAILED: '✕',
  INTERRUPTED: '✕',
  CANCELLED: '–',
  SKIPPED: '·',
};

function describe({ number, status, dryRun, startedAt, durationSeconds, reason }: Run, timeZone: string): string {
  const { label } = statusWord('chainRun', status);
  const took = durationSeconds === null ? '' : `, took ${formatSeconds(durationSeconds)}`;
  const dry = dryRun ? ', dry run' : '';
  return `Run ${number}: ${label}${dry}, ${momentIn(startedAt, timeZone)}${took}${reason ? `. ${reason}` : ''}`;
}
