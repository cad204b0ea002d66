import { Anchor } from '@mantine/core';
import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Day } from '~/ui/day';
import { type Fact, Facts } from '~/ui/facts';
import { Moment } from '~/ui/moment';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import type { CourseRunView } from './course-run.server';
import { WhyLink } from './why-link';

/** What is known of a run, and beside every value that somebody owns, why it is so. */
export function FactsSection({ run }: { run: CourseRunView }) {
  const { links } = useProvider();
  const { course, enrolmentCounts: counts } = run;
  const owned = (term: string, field: string, value: Fact['value']): Fact => ({
    term,
    value,
    beside: <WhyLink ssgRunId={run.ssgRunId} entityId={run.id} field={field} what={term.toLowerCase()} />,
  });
  const vacancy = run.courseVacancyDescription ?? run.courseVacancyCode;
  return (
    <Section title="Facts" id="facts">
      <Facts
        facts={[
          {
            term: 'Course',
            value: (
              <Anchor component={Link} to={links.course(course.courseCode)}>
                {course.courseCode}
              </Anchor>
            ),
          },
          owned('SSG run id', 'ssgRunId', run.ssgRunId),
          owned('Start date', 'startDate', <Day day={run.startDate} />),
          owned('End date', 'endDate', <Day day={run.endDate} />),
          owned('Class status', 'classStatus', <StatusBadge kind="classStatus" value={run.classStatus} />),
          owned('Class type', 'classType', run.classType ? <StatusBadge kind="classType" value={run.classType} /> : 'Not set'),
          owned('Lifecycle', 'lifecycle', <StatusBadge kind="lifecycle" value={run.lifecycle} />),
          owned('Mode of learning', 'modeOfLearning', run.modeOfLearning),
          owned('Mode of training (SSG’s code)', 'modeOfTrainingCode', run.modeOfTrainingCode),
          owned('Vacancy', 'courseVacancyDescription', vacancy),
          owned('Attendance id', 'digitalAttendanceId', run.digitalAttendanceId),
          {
            term: 'Learners',
            value: `${counts.live} enrolled, ${counts.removed} removed, ${counts.total} in all`,
          },
          { term: 'Known here since', value: <Moment at={run.createdAt} /> },
          { term: 'Last changed', value: <Moment at={run.updatedAt} /> },
        ]}
      />
      {run.modeNotice && <p>{run.modeNotice}</p>}
    </Section>
  );
}
