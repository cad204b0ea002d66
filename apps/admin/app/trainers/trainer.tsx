import { Anchor } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DataTable } from '~/ui/data-table';
import { Day } from '~/ui/day';
import { Empty } from '~/ui/empty';
import { Facts } from '~/ui/facts';
import { formatDay } from '~/ui/format-moment';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { Page } from '~/ui/page';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { ToneBadge } from '~/ui/tone-badge';
import { readTrainer } from './read-trainer.server';

export const loader = pageLoader(readTrainer);

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.trainer.name ?? 'Trainer'} · Rollcall` }];

/** One trainer: how much lies ahead, which runs, where two fall on the same days, and what was declined. */
export default function Trainer() {
  const { trainer, runs, overlaps, more } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('course-runs');
  return (
    <Page
      title={trainer.name}
      back={{ to: links.trainers(), label: 'Trainers' }}
      intro={trainer.email}
      beside={
        <>
          <ToneBadge tone={trainer.active ? 'good' : 'calm'}>{trainer.active ? 'Active' : 'Not active'}</ToneBadge>
          <LiveBadge />
        </>
      }
    >
      {overlaps.length > 0 && (
        <Notice
          tone="warn"
          title={
            overlaps.length === 1
              ? 'Two runs take place on the same days'
              : `${overlaps.length} times two runs take place on the same days`
          }
        >
          {overlaps.map(({ first, second, from, to }) => (
            <div key={`${first.ssgRunId} ${second.ssgRunId}`}>
              <RunLink ssgRunId={first.ssgRunId} /> {first.course.title} and <RunLink ssgRunId={second.ssgRunId} />{' '}
              {second.course.title}: {from === to ? formatDay(from) : `${formatDay(from)} to ${formatDay(to)}`}.
            </div>
          ))}
          <div>Assign somebody else to one of them, unless both can be taught.</div>
        </Notice>
      )}
      <Section title="Load">
        <Facts
          facts={[
            { term: 'Next 30 days', value: loadWords(trainer.load) },
            { term: 'Next 90 days', value: loadWords(trainer.quarter) },
            { term: 'Declined', value: trainer.declines.totalCount === 1 ? '1 run' : `${trainer.declines.totalCount} runs` },
          ]}
        />
      </Section>
      <Section title="Runs ahead" flush>
        <DataTable
          caption="Runs that they teach from today on"
          rows={runs}
          rowKey={({ id }) => id}
          empty={<Empty title="Nothing lies ahead.">Assign them on the page of a course run.</Empty>}
          columns={[
            { key: 'run', title: 'Run', cell: ({ ssgRunId }) => <Link to={links.courseRun(ssgRunId)}>{ssgRunId}</Link> },
            { key: 'course', title: 'Course', cell: ({ course }) => course.title },
            { key: 'start', title: 'Start', cell: ({ startDate }) => <Day day={startDate} /> },
            { key: 'end', title: 'End', cell: ({ endDate }) => <Day day={endDate} /> },
            {
              key: 'status',
              title: 'Class status',
              cell: ({ classStatus }) => <StatusBadge kind="classStatus" value={classStatus} />,
            },
            { key: 'learners', title: 'Learners', align: 'end', cell: ({ enrolmentCounts }) => enrolmentCounts.live },
          ]}
        />
        {more && <p>These are the first by date; there are more.</p>}
      </Section>
      <Declines trainer={trainer} />
    </Page>
  );
}

function RunLink({ ssgRunId }: { ssgRunId: string }) {
  const { links } = useProvider();
  return (
    <Anchor component={Link} to={links.courseRun(ssgRunId)}>
      {ssgRunId}
    </Anchor>
  );
}

interface Decline {
  ssgRunId: string;
  startDate: string;
  reason: string | null;
  declinedAt: string;
  courseRun: { course: { title: string } } | null;
}

function Declines({ trainer: { id, declines } }: { trainer: { id: string; declines: { nodes: Decline[] } } }) {
  const { links, may } = useProvider();
  return (
    <Section title="Declined" flush>
      <DataTable
        caption="Runs that they declined, newest first"
        rows={declines.nodes}
        rowKey={({ ssgRunId }) => ssgRunId}
        empty={<Empty title="They have declined nothing.">A decline is recorded on the page of a course run.</Empty>}
        columns={[
          { key: 'run', title: 'Run', cell: ({ ssgRunId }) => <Link to={links.courseRun(ssgRunId)}>{ssgRunId}</Link> },
          { key: 'course', title: 'Course', cell: ({ courseRun }) => courseRun?.course.title ?? '–' },
          { key: 'start', title: 'Start', cell: ({ startDate }) => <Day day={startDate} /> },
          { key: 'reason', title: 'Reason', cell: ({ reason }) => reason ?? '–' },
          { key: 'at', title: 'Recorded', cell: ({ declinedAt }) => <Moment at={declinedAt} /> },
          {
            key: 'acts',
            title: 'Acts',
            cell: ({ ssgRunId }) =>
              may('course_run.decline') && <ActLink to={`${links.declineTrainer(ssgRunId, id)}?withdraw=1`}>Withdraw</ActLink>,
          },
        ]}
      />
    </Section>
  );
}

const loadWords = ({ upcomingRuns, daysTaught }: { upcomingRuns: number; daysTaught: number }): string =>
  `${upcomingRuns === 1 ? '1 run begins' : `${upcomingRuns} runs begin`}; ${daysTaught === 1 ? '1 day' : `${daysTaught} days`} taught`;
