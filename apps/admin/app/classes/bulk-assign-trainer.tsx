import { useActionData, useLoaderData, useLocation } from '@remix-run/react';
import { z } from 'zod';
import { outcomeOf, refused } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { requireOwn } from '~/api/own-rows.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { AssignTrainers, FindTrainers } from './assign-trainers.server';
import { bulkRows } from './bulk-outcome.server';
import { BulkResults } from './bulk-results';
import { ChosenList } from './chosen-list';
import { chosenIds, chosenRuns } from './chosen-runs.server';
import { classesSearch } from './classes-search';
import { NothingChosen } from './nothing-chosen';
import { TrainerChoice } from './trainer-choice';
import { TrainerSearch } from './trainer-search';

const Role = z.enum(['TRAINER', 'ASSESSOR']);

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const find = url.searchParams.get('find')?.trim().slice(0, 100) ?? '';
  const [runs, { trainers }] = await Promise.all([
    chosenRuns(ask, uen, url),
    ask(FindTrainers, { provider: uen, text: find === '' ? null : find }),
  ]);
  return { runs, find, trainers: trainers.nodes, more: trainers.totalCount - trainers.nodes.length, actKey: newActKey() };
});

export const action = pageAction(async ({ ask, uen, form, text, optional, choice, url }) => {
  const courseRunIds = chosenIds(url);
  await requireOwn(ask, uen, courseRunIds);
  const email = optional('email');
  const { courseRunsTrainerAssign } = await ask(AssignTrainers, {
    input: {
      courseRunIds,
      ...(email ? { email } : { trainerId: optional('trainerId') }),
      role: choice('role', Role),
      reason: optional('reason'),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunsTrainerAssign);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return { fault: undefined, results: bulkRows(courseRunIds, outcome.done.results) };
});

export default function BulkAssignTrainer() {
  const { runs, find, trainers, more, actKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { links } = useProvider();
  const closeTo = links.classes(classesSearch(useLocation().search));
  const results = answer && 'results' in answer ? answer.results : null;
  return (
    <ActDialog title="Assign a trainer to several classes" closeTo={closeTo} wide>
      {results && <BulkResults results={results} runs={runs} closeTo={closeTo} />}
      {!results && runs.length === 0 && <NothingChosen />}
      {!results && runs.length > 0 && (
        <>
          <ChosenList runs={runs} />
          <TrainerSearch find={find} />
          <ActForm submit={`Assign to ${runs.length}`} closeTo={closeTo} actKey={actKey}>
            <TrainerChoice trainers={trainers} more={more} find={find} />
            <p style={{ margin: 0 }}>
              Where somebody teaches already, they stay first and the new trainer comes after them. No sync changes what you
              assign.
            </p>
            <ReasonField required={false} />
          </ActForm>
        </>
      )}
    </ActDialog>
  );
}
