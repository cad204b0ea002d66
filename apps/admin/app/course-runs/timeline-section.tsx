import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Moment } from '~/ui/moment';
import { Section } from '~/ui/section';
import { actWords, type TimelineEntry, writerWords } from './timeline';
import styles from './timeline-section.module.css';
import { WrittenFields } from './written-fields';

/** What people did to the run, and what syncs and the clock wrote in it, newest first. */
export function TimelineSection({
  courseRunId,
  timeline: { entries, older },
}: {
  courseRunId: string;
  timeline: { entries: TimelineEntry[]; older: boolean };
}) {
  const { links, may } = useProvider();
  return (
    <Section title="Timeline" id="timeline">
      <ol className={styles['timeline']}>
        {entries.map((entry) => (
          <li key={entry.key} data-by={entry.act ? 'person' : 'system'}>
            <div className={styles['at']}>
              <Moment at={entry.at} seconds />
            </div>
            <div>
              <Words entry={entry} />
              {entry.act?.reason && <blockquote>{entry.act.reason}</blockquote>}
              {entry.write && entry.write.changes.totalCount > 0 && (
                <details>
                  <summary>
                    {entry.write.changes.totalCount === 1
                      ? '1 value changed'
                      : `${entry.write.changes.totalCount} values changed`}
                  </summary>
                  <WrittenFields
                    caption="What changed"
                    fields={entry.write.changes.nodes}
                    total={entry.write.changes.totalCount}
                  />
                </details>
              )}
            </div>
          </li>
        ))}
      </ol>
      {older && (
        <p className={styles['older']}>
          These are the newest {entries.length}.{' '}
          {may('audit.read') && (
            <Link to={links.audit(`courseRun=${encodeURIComponent(courseRunId)}`)}>All of them stand in the audit</Link>
          )}
        </p>
      )}
    </Section>
  );
}

function Words({ entry: { act, write } }: { entry: TimelineEntry }) {
  const { links } = useProvider();
  if (act)
    return (
      <p>
        <strong>{act.actorName ?? 'Rollcall'}</strong> {actWords(act.action)}{' '}
        {act.actorName && <span className={styles['role']}>as {act.actorRole}</span>}
      </p>
    );
  if (!write) return null;
  return (
    <p>
      <strong>{writerWords(write.phase)}</strong>{' '}
      {write.batch ? <Link to={links.syncBatch(write.batch.id)}>{write.batch.runId}</Link> : null} wrote
    </p>
  );
}
