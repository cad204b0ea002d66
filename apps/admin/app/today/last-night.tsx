import { Link } from '@remix-run/react';
import type { ResultOf } from '~/api/graphql';
import { useProvider } from '~/shell/provider';
import { Day } from '~/ui/day';
import { Empty } from '~/ui/empty';
import { type Fact, Facts } from '~/ui/facts';
import { formatSeconds } from '~/ui/format-moment';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { ToneBadge } from '~/ui/tone-badge';
import { statusWord } from '~/words/status-words';
import type { AttentionFragment } from './documents.server';
import styles from './last-night.module.css';

type Attention = ResultOf<typeof AttentionFragment>;
type Sync = NonNullable<Attention['lastSync']>;

/** What the last sync did, and how old what pages show is, source by source. */
export function LastNight({ sync, freshness }: { sync: Attention['lastSync']; freshness: Attention['freshness'] }) {
  const { links, may } = useProvider();
  if (!may('sync.read')) return null;
  return (
    <div className={styles['pair']}>
      <Section
        title="Last night"
        beside={sync && <StatusBadge kind="syncBatch" value={sync.status} />}
        actions={sync && <Link to={links.syncBatch(sync.id)}>Its log</Link>}
      >
        {sync ? (
          <LastSync sync={sync} />
        ) : (
          <Empty title="No sync has run yet.">
            <Link to={links.chains}>Start one from the chains.</Link>
          </Empty>
        )}
      </Section>
      <Section title="How fresh" flush>
        <ul className={styles['sources']}>
          {freshness.map(({ source, title, stale, sentence }) => (
            <li key={source}>
              <span className={styles['source']}>
                {title} <ToneBadge tone={stale ? 'bad' : 'good'}>{stale ? 'Stale' : 'Fresh'}</ToneBadge>
              </span>
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

function LastSync({ sync }: { sync: Sync }) {
  const { summary } = sync;
  const seconds = sync.completedAt === null ? null : (Date.parse(sync.completedAt) - Date.parse(sync.startedAt)) / 1000;
  const made = summary?.changes.reduce((sum, { created }) => sum + created, 0) ?? 0;
  const changed = summary?.changes.reduce((sum, { updated }) => sum + updated, 0) ?? 0;
  const facts: Fact[] = [
    { term: 'Began', value: <Moment at={sync.startedAt} /> },
    { term: 'Took', value: seconds === null ? 'still at work' : formatSeconds(seconds) },
    {
      term: 'Calls to SSG',
      value:
        seconds === null && sync.callsPredicted !== null
          ? `${sync.callsMade} of ${sync.callsPredicted}`
          : sync.callsMade.toLocaleString('en-GB'),
    },
    {
      term: 'Window',
      value: (
        <span>
          <Day day={sync.today} weekday={false} /> to <Day day={sync.windowEnd} weekday={false} />
        </span>
      ),
    },
    ...(summary
      ? [
          {
            term: 'Classes',
            value:
              summary.runs
                .filter(({ count }) => count > 0)
                .map(({ status, count }) => `${count} ${statusWord('syncLog', status).label}`)
                .join(', ') || 'none',
          },
          { term: 'Rows written', value: made + changed === 0 ? 'none' : `${made} new, ${changed} changed` },
        ]
      : []),
  ];
  return (
    <div className={styles['lastSync']}>
      {sync.error && (
        <Notice tone="bad" title={sync.error}>
          {sync.remedy}
        </Notice>
      )}
      <Facts facts={facts} />
    </div>
  );
}
