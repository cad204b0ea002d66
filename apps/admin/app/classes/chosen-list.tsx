import { Day } from '~/ui/day';
import { StatusBadge } from '~/ui/status-badge';
import styles from './bulk.module.css';
import type { ChosenRun } from './chosen-runs.server';

/** The classes that an act is about to touch, as they are. */
export function ChosenList({ runs }: { runs: ChosenRun[] }) {
  return (
    <ul className={styles['chosen']} aria-label="Selected classes">
      {runs.map(({ id, ssgRunId, course, startDate, classStatus, trainerLocal }) => (
        <li key={id}>
          <span>{ssgRunId}</span>
          <span className={styles['title']}>{course.title}</span>
          <Day day={startDate} weekday={false} />
          <span>{trainerLocal?.name ?? 'No trainer'}</span>
          <StatusBadge kind="classStatus" value={classStatus} />
        </li>
      ))}
    </ul>
  );
}
