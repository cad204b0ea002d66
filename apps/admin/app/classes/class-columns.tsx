import type { Links } from '~/links';
import type { Column } from '~/ui/data-table';
import { formatDay } from '~/ui/format-moment';
import { PlainLink } from '~/ui/plain-link';
import { StatusBadge } from '~/ui/status-badge';
import styles from './classes.module.css';
import { COLUMN_TITLES, COLUMN_WORDS, type ColumnWord } from './column-words';
import { IssueBadges } from './issue-badges';
import type { ClassRow } from './upcoming-classes';

/**
 * The table of S0.33, without what is hidden.
 * @param year the one that days need not name, as the line above the table does
 */
export function classColumns(links: Links, hide: readonly ColumnWord[], year: string | undefined): Column<ClassRow>[] {
  const cells: Record<ColumnWord, Omit<Column<ClassRow>, 'key' | 'title'>> = {
    run: {
      order: 'SSG_RUN_ID',
      cell: ({ ssgRunId }) => <PlainLink to={links.courseRun(ssgRunId)}>{ssgRunId}</PlainLink>,
    },
    start: { order: 'START_DATE', cell: ({ startDate }) => <ClassDay day={startDate} year={year} /> },
    end: { order: 'END_DATE', cell: ({ endDate }) => <ClassDay day={endDate} year={year} /> },
    status: { order: 'CLASS_STATUS', cell: ({ classStatus }) => <StatusBadge kind="classStatus" value={classStatus} /> },
    type: {
      order: 'CLASS_TYPE',
      cell: ({ classType }) => (classType ? <StatusBadge kind="classType" value={classType} /> : NONE),
    },
    mode: { cell: ({ modeOfLearning }) => modeOfLearning },
    tpg: { cell: ({ trainerTpg }) => trainerTpg?.name ?? trainerTpg?.email ?? NONE },
    local: { cell: ({ trainerLocal }) => trainerLocal?.name ?? NONE },
    next: {
      cell: ({ ssgRunId, nextTrainer: { name, exhausted }, course }) => (
        <PlainLink
          to={links.nextTrainer(ssgRunId)}
          title="Who is asked next, and why"
          aria-label={`Next Trainer of ${course.courseCode}, run ${ssgRunId}: ${name ?? (exhausted ? 'nobody left' : 'nobody listed')}`}
        >
          {name ?? (exhausted ? 'Nobody left' : 'Nobody listed')}
        </PlainLink>
      ),
    },
    learners: {
      order: 'LEARNERS',
      align: 'end',
      cell: ({ enrolmentCounts: { live, total } }) => (
        <span title={`${live} take part, of ${total} enrolments in all`}>
          {live} <span className={styles['quiet']}>/ {total}</span>
        </span>
      ),
    },
    vacancy: { cell: ({ courseVacancyDescription, courseVacancyCode }) => courseVacancyDescription ?? courseVacancyCode ?? NONE },
    issues: { cell: ({ issues }) => <IssueBadges issues={issues} /> },
  };
  return [
    {
      key: 'course',
      title: 'Course',
      order: 'COURSE_TITLE',
      cell: ({ course: { courseCode, title }, ssgRunId }) => (
        <span className={styles['course']}>
          <PlainLink to={links.courseRun(ssgRunId)}>{title}</PlainLink>
          <PlainLink to={links.course(courseCode)} className={styles['code']}>
            {courseCode}
          </PlainLink>
        </span>
      ),
    },
    ...COLUMN_WORDS.filter((word) => !hide.includes(word)).map((word) => ({
      key: word,
      title: COLUMN_TITLES[word],
      ...cells[word],
    })),
  ];
}

const NONE = (
  <span className={styles['quiet']} aria-label="none">
    –
  </span>
);

function ClassDay({ day, year }: { day: string; year: string | undefined }) {
  const text = formatDay(day, false);
  return (
    <time dateTime={day} title={formatDay(day)} className={styles['day']}>
      {day.slice(0, 4) === year ? text.slice(0, -5) : text}
    </time>
  );
}
