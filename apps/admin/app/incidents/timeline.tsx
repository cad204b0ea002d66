import { useProvider } from '~/shell/provider';
import { longMoment } from '~/ui/format-moment';
import { Moment } from '~/ui/moment';
import styles from './timeline.module.css';
import { marksOf } from './timeline-marks';

/** How far from either edge the first and the last stand, in percent. */
const EDGE = 2;

/** When it happened: a mark for each of the newest moments between the first and the last. */
export function Timeline({ first, last, moments, occurrences }: TimelineProps) {
  const { timeZone } = useProvider();
  const marks = marksOf(moments, first, last);
  const left = occurrences - marks.length;
  return (
    <figure className={styles['figure']}>
      <svg role="img" aria-label={`${occurrences} times between the first and the last`}>
        <line x1={`${EDGE}%`} x2={`${100 - EDGE}%`} y1="16" y2="16" className={styles['line']} />
        {marks.map(({ at, place }, index) => (
          <circle key={`${at} ${index}`} cx={`${EDGE + place * (100 - 2 * EDGE)}%`} cy="16" r="5" className={styles['mark']}>
            <title>{longMoment(at, timeZone)}</title>
          </circle>
        ))}
      </svg>
      <figcaption>
        <span>
          First <Moment at={first} />
        </span>
        <span>
          {occurrences === 1 ? 'once' : `${occurrences.toLocaleString('en-GB')} times`}
          {left > 0 && `, the newest ${marks.length} are marked`}
        </span>
        <span>
          Last <Moment at={last} />
        </span>
      </figcaption>
    </figure>
  );
}

interface TimelineProps {
  first: string;
  last: string;
  moments: string[];
  occurrences: number;
}
