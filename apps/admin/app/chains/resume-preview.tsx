import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import styles from './resume-preview.module.css';
import type { ResumePreviewView } from './resume-preview-fragment';

/** Which results stand, which steps are done again, which are left out, each with its reason; or why it cannot be. */
export function ResumePreview({ preview, titles }: { preview: ResumePreviewView; titles: Record<string, string> }) {
  const { verdict, reason, remedy, reuse, redo, leaveOut } = preview;
  const title = (step: string) => titles[step] ?? step;
  if (verdict !== 'RESUME')
    return (
      <Notice tone={verdict === 'REFUSED' ? 'bad' : 'warn'} title={reason}>
        {remedy}
      </Notice>
    );
  return (
    <div className={styles['parts']}>
      {redo.length > 0 && (
        <section>
          <h3>Is done again</h3>
          <ul>
            {redo.map(({ step, reason: why }) => (
              <li key={step}>
                <strong>{title(step)}</strong> {why}
              </li>
            ))}
          </ul>
        </section>
      )}
      {reuse.length > 0 && (
        <section>
          <h3>Its result is used again</h3>
          <ul>
            {reuse.map(({ step, completedAt }) => (
              <li key={step}>
                <strong>{title(step)}</strong> done <Moment at={completedAt} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {leaveOut.length > 0 && (
        <section>
          <h3>Is left out</h3>
          <ul>
            {leaveOut.map(({ step, reason: why }) => (
              <li key={step}>
                <strong>{title(step)}</strong> {why}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
