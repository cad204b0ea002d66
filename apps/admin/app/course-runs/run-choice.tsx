import { NativeSelect } from '@mantine/core';
import { useFieldFault, useTyped } from '~/ui/act-form';
import { runDays } from './run-days';

interface Run {
  id: string;
  ssgRunId: string;
  startDate: string;
  endDate: string;
  course: { title: string };
  enrolmentCounts: { live: number };
}

/** The run that a learner goes to. @param first what stands above the runs, with its value */
export function RunChoice({
  runs,
  more,
  first,
  withCourse = false,
}: {
  runs: Run[];
  more: boolean;
  first: { value: string; label: string };
  withCourse?: boolean;
}) {
  const typed = useTyped('courseRunId', first.value);
  const fault = useFieldFault('courseRunId');
  return (
    <NativeSelect
      name="courseRunId"
      label="To the run"
      defaultValue={typed}
      error={fault}
      {...(more && { description: 'These are the first by date.' })}
      data={[
        first,
        ...runs.map(({ id, ssgRunId, startDate, endDate, course, enrolmentCounts: { live } }) => ({
          value: id,
          label: `${ssgRunId}${withCourse ? ` ${course.title}` : ''}, ${runDays(startDate, endDate)}, ${live === 1 ? '1 learner' : `${live} learners`}`,
        })),
      ]}
    />
  );
}
