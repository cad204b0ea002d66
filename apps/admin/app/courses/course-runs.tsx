import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { Day } from '~/ui/day';
import { Empty } from '~/ui/empty';
import { StatusBadge } from '~/ui/status-badge';
import type { StatusOf } from '~/words/status-words';

interface RunOfCourse {
  id: string;
  ssgRunId: string;
  startDate: string;
  endDate: string;
  classStatus: StatusOf<'classStatus'>;
  lifecycle: StatusOf<'lifecycle'>;
  trainerLocal: { name: string } | null;
  nextTrainer: { name: string | null };
  enrolmentCounts: { live: number; total: number };
}

/** A course's classes, the latest first. */
export function CourseRuns({ runs }: { runs: RunOfCourse[] }) {
  const { links } = useProvider();
  const columns: Column<RunOfCourse>[] = [
    { key: 'run', title: 'Run', cell: ({ ssgRunId }) => <Link to={links.courseRun(ssgRunId)}>{ssgRunId}</Link> },
    { key: 'start', title: 'Start', cell: ({ startDate }) => <Day day={startDate} /> },
    { key: 'end', title: 'End', cell: ({ endDate }) => <Day day={endDate} /> },
    { key: 'status', title: 'Class status', cell: ({ classStatus }) => <StatusBadge kind="classStatus" value={classStatus} /> },
    { key: 'lifecycle', title: 'Lifecycle', cell: ({ lifecycle }) => <StatusBadge kind="lifecycle" value={lifecycle} /> },
    { key: 'local', title: 'Trainer (Local)', cell: ({ trainerLocal }) => trainerLocal?.name ?? '–' },
    {
      key: 'next',
      title: 'Next Trainer',
      cell: ({ ssgRunId, nextTrainer }) => <Link to={links.nextTrainer(ssgRunId)}>{nextTrainer.name ?? 'Nobody'}</Link>,
    },
    {
      key: 'learners',
      title: 'Learners',
      align: 'end',
      cell: ({ enrolmentCounts: { live, total } }) => `${live} / ${total}`,
    },
  ];
  return (
    <DataTable
      caption="Classes of this course"
      columns={columns}
      rows={runs}
      rowKey={({ id }) => id}
      empty={<Empty title="No class of this course is known.">The nightly sync reads new ones from SSG.</Empty>}
    />
  );
}
