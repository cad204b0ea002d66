import { Anchor, Button } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActDialog } from '~/ui/act-dialog';
import { Empty } from '~/ui/empty';
import { Candidates } from './candidates';
import styles from './next-trainer.module.css';
import { runDays } from './run-days';

const NextTrainerOfRun = graphql(`
  query NextTrainerOfRun($provider: String!, $ssgRunId: String!, $ifDeclined: [ID!]) {
    courseRuns(filter: { provider: $provider, ssgRunId: $ssgRunId }, first: 1) {
      nodes {
        ssgRunId
        startDate
        endDate
        course {
          courseCode
        }
        nextTrainer(ifDeclined: $ifDeclined) {
          name
          exhausted
          candidates {
            trainerId
            name
            verdict
            reason
            upcomingRuns
            overlaps {
              ssgRunId
              startDate
              endDate
            }
          }
        }
      }
    }
  }
`);

export const meta: MetaFunction = () => [{ title: 'Next trainer · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url, param }) => {
  const ssgRunId = param('ssgRunId');
  const ifDeclined = url.searchParams.getAll('declined').slice(0, 50);
  const { courseRuns } = await ask(NextTrainerOfRun, { provider: uen, ssgRunId, ifDeclined });
  const [run] = courseRuns.nodes;
  if (!run) throw notFound(`course run ${ssgRunId}`);
  return { run, ifDeclined };
});

/** Whom to ask next, everybody who comes into question with what speaks for or against them, and what if some say no. */
export default function NextTrainer() {
  const { run, ifDeclined } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  const { nextTrainer: next } = run;
  const closeTo = links.courseRun(run.ssgRunId);
  const supposing = ifDeclined.length > 0;
  return (
    <ActDialog title="Next trainer" closeTo={closeTo} wide>
      <p className={styles['answer']}>
        {supposing && 'If those ticked declined too: '}
        {next.name ? (
          <>
            ask <strong>{next.name}</strong> next.
          </>
        ) : next.exhausted ? (
          'nobody is left to ask on the course’s trainer list.'
        ) : (
          'there is nobody to ask.'
        )}{' '}
        <span>For {runDays(run.startDate, run.endDate)}.</span>
      </p>
      {next.candidates.length === 0 ? (
        <Empty title="The course has no trainer list.">
          {may('course.update') && (
            <Anchor component={Link} to={links.courseTrainerLists(run.course.courseCode)}>
              Write one
            </Anchor>
          )}
        </Empty>
      ) : (
        <Form method="get" preventScrollReset className={styles['form']}>
          <Candidates ssgRunId={run.ssgRunId} candidates={next.candidates} ifDeclined={ifDeclined} />
          <div className={styles['foot']}>
            {may('course.read') && (
              <Anchor component={Link} to={links.course(run.course.courseCode)}>
                The course’s trainer lists
              </Anchor>
            )}
            {supposing && (
              <Anchor component={Link} to={links.nextTrainer(run.ssgRunId)} preventScrollReset>
                As it is
              </Anchor>
            )}
            <Button type="submit" variant="default">
              What if those ticked decline?
            </Button>
          </div>
        </Form>
      )}
    </ActDialog>
  );
}
