import type { graphql } from '~/api/graphql';
import { Notice } from '~/ui/notice';
import { ToneBadge } from '~/ui/tone-badge';
import type { Word } from '~/words/tone';
import styles from './preflight-checks.module.css';

type Status = ReturnType<typeof graphql.scalar<'PreflightStatus'>>;

export interface PreflightCheck {
  name: string;
  title: string;
  status: Status;
  message: string;
  remedy: string | null;
  durationMs: number;
}

const WORDS: Record<Status, Word> = {
  PASSED: { label: 'Passed', tone: 'good' },
  WARNING: { label: 'Warning', tone: 'warn' },
  FAILED: { label: 'Failed', tone: 'bad' },
  SKIPPED: { label: 'Skipped', tone: 'calm' },
};

/** What the checks found, in their order, each with its remedy. */
export function PreflightChecks({ ok, checks }: { ok: boolean; checks: PreflightCheck[] }) {
  const warns = checks.some(({ status }) => status === 'WARNING');
  return (
    <div role="status" className={styles['result']}>
      <Notice
        tone={!ok ? 'bad' : warns ? 'warn' : 'good'}
        title={!ok ? 'A sync would not work now.' : warns ? 'A sync can run; look at the warnings.' : 'All is ready for a sync.'}
      />
      <ol className={styles['checks']}>
        {checks.map(({ name, title, status, message, remedy, durationMs }) => (
          <li key={name}>
            <ToneBadge tone={WORDS[status].tone}>{WORDS[status].label}</ToneBadge>
            <div>
              <p className={styles['title']}>{title}</p>
              <p>{message}</p>
              {remedy && (
                <p>
                  <strong>Remedy:</strong> {remedy}
                </p>
              )}
            </div>
            <span className={styles['time']}>{status === 'SKIPPED' ? '' : `${durationMs.toLocaleString('en-GB')} ms`}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
