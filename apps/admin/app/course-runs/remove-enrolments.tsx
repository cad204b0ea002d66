import { data } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { Empty } from '~/ui/empty';
import { findRun } from './find-run.server';
import { type RowResult, RowResults } from './row-results';

const MOST = 100;

const ChosenEnrolments = graphql(`
  query ChosenEnrolments($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Enrolment {
        id
        status
        learner {
          name
        }
      }
    }
  }
`);

const RemoveEnrolments = graphql(
  `
    mutation RemoveEnrolments($input: EnrolmentsRemoveInput!) {
      enrolmentsRemove(input: $input) {
        __typename
        ... on EnrolmentsRemoveSuccess {
          results {
            __typename
            ... on EnrolmentRemoveSuccess {
              changed
              explanation
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

export const loader = pageLoader(async (page) => {
  const ids = [...new Set(page.url.searchParams.getAll('id'))].slice(0, MOST);
  const run = await findRun(page);
  const { nodes } = ids.length === 0 ? { nodes: [] } : await page.ask(ChosenEnrolments, { ids });
  const chosen = nodes.flatMap((node) =>
    node?.__typename === 'Enrolment' ? [{ id: node.id, name: node.learner.name, status: node.status }] : [],
  );
  return { run: { ssgRunId: run.ssgRunId }, chosen, actKey: newActKey() };
});

export const action = pageAction(async ({ ask, text, form }) => {
  const ids = form
    .getAll('id')
    .filter((id) => typeof id === 'string')
    .slice(0, MOST);
  const { nodes } = await ask(ChosenEnrolments, { ids });
  const names = nodes.map((node) => (node?.__typename === 'Enrolment' ? node.learner.name : 'Nobody'));
  const { enrolmentsRemove } = await ask(RemoveEnrolments, {
    input: { enrolmentIds: ids, reason: text('reason'), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(enrolmentsRemove);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const results = outcome.done.results.map((result, index): RowResult => {
    const row = outcomeOf(result);
    const shared = { id: ids[index] ?? String(index), name: names[index] ?? 'Nobody' };
    return 'fault' in row
      ? { ...shared, done: false, sentence: `${row.fault.message} ${row.fault.remedy}` }
      : { ...shared, done: true, sentence: row.done.explanation };
  });
  return data({ results });
});

/** Takes several learners out of the run at once, and says of each how it went. */
export default function RemoveEnrolmentsDialog() {
  const { run, chosen, actKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { links } = useProvider();
  const closeTo = links.courseRun(run.ssgRunId);
  const title = chosen.length === 1 ? 'Remove 1 learner' : `Remove ${chosen.length} learners`;
  if (answer && 'results' in answer)
    return (
      <ActDialog title={`Learners of run ${run.ssgRunId}`} closeTo={closeTo} wide>
        <RowResults results={answer.results} closeTo={closeTo} againTo={links.removeEnrolments(run.ssgRunId)} />
      </ActDialog>
    );
  return (
    <ActDialog title={title} closeTo={closeTo}>
      {chosen.length === 0 ? (
        <Empty title="Nobody is ticked.">Close this, tick learners in the table, and try again.</Empty>
      ) : (
        <ActForm submit={title} danger closeTo={closeTo} actKey={actKey}>
          <p>
            Removes from run {run.ssgRunId}: {chosen.map(({ name }) => name).join(', ')}. No sync will bring them back, whatever
            SSG says; you can re-assign each of them.
          </p>
          {chosen.map(({ id }) => (
            <input key={id} type="hidden" name="id" value={id} />
          ))}
          <ReasonField />
        </ActForm>
      )}
    </ActDialog>
  );
}
