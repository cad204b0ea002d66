import { NativeSelect } from '@mantine/core';
import { useActionData, useLoaderData, useLocation } from '@remix-run/react';
import { z } from 'zod';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { requireOwn } from '~/api/own-rows.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField, useTyped } from '~/ui/act-form';
import { statusOptions } from '~/words/status-words';
import { bulkRows } from './bulk-outcome.server';
import { BulkResults } from './bulk-results';
import { ChosenList } from './chosen-list';
import { chosenIds, chosenRuns } from './chosen-runs.server';
import { classesSearch } from './classes-search';
import { NothingChosen } from './nothing-chosen';

const SetClassStatuses = graphql(
  `
    mutation SetClassStatuses($input: CourseRunsSetClassStatusInput!) {
      courseRunsSetClassStatus(input: $input) {
        __typename
        ... on CourseRunsSetClassStatusSuccess {
          results {
            __typename
            ... on CourseRunSetClassStatusSuccess {
              changed
              warnings {
                message
                remedy
              }
            }
            ...ActFault
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

const ClassStatus = z.enum(['CONFIRMED', 'PENDING', 'CANCELLED']);

export const loader = pageLoader(async ({ ask, uen, url }) => ({ runs: await chosenRuns(ask, uen, url), actKey: newActKey() }));

export const action = pageAction(async ({ ask, uen, form, text, choice, url }) => {
  const courseRunIds = chosenIds(url);
  await requireOwn(ask, uen, courseRunIds);
  const { courseRunsSetClassStatus } = await ask(SetClassStatuses, {
    input: {
      courseRunIds,
      classStatus: choice('classStatus', ClassStatus),
      reason: text('reason'),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunsSetClassStatus);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return { fault: undefined, results: bulkRows(courseRunIds, outcome.done.results) };
});

export default function BulkSetStatus() {
  const { runs, actKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { links } = useProvider();
  const closeTo = links.classes(classesSearch(useLocation().search));
  const status = useTyped('classStatus', 'CONFIRMED');
  const learners = runs.reduce((sum, { enrolmentCounts }) => sum + enrolmentCounts.live, 0);
  const results = answer && 'results' in answer ? answer.results : null;
  return (
    <ActDialog title="Set the status of several classes" closeTo={closeTo} wide>
      {results && <BulkResults results={results} runs={runs} closeTo={closeTo} />}
      {!results && runs.length === 0 && <NothingChosen />}
      {!results && runs.length > 0 && (
        <>
          <ChosenList runs={runs} />
          <ActForm submit={`Set the status of ${runs.length}`} closeTo={closeTo} actKey={actKey}>
            <NativeSelect name="classStatus" label="Class status" data={statusOptions('classStatus')} defaultValue={status} />
            <p style={{ margin: 0 }}>
              {learners === 1 ? '1 learner takes' : `${learners} learners take`} part in them. Cancelling a class keeps its
              enrolments, and no sync takes your decision back.
            </p>
            <ReasonField />
          </ActForm>
        </>
      )}
    </ActDialog>
  );
}
