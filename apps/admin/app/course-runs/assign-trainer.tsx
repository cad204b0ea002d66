import { NativeSelect, TextInput } from '@mantine/core';
import { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField, useFieldFault, useTyped } from '~/ui/act-form';
import { FilterForm } from '~/ui/filter-form';
import { statusOptions } from '~/words/status-words';
import { expectedVersion, findRun } from './find-run.server';
import { findTrainers, namedTrainer } from './find-trainers.server';
import { invalidChoice, refusedAct } from './refused-act.server';
import { runDays } from './run-days';
import { TrainerChoices } from './trainer-choices';
import { warningNotes } from './warning-notes';

const AssignTrainer = graphql(
  `
    mutation AssignTrainer($input: CourseRunTrainerAssignInput!) {
      courseRunTrainerAssign(input: $input) {
        __typename
        ... on CourseRunTrainerAssignSuccess {
          changed
          courseRun {
            runTrainers {
              trainerId
              name
              email
            }
          }
          warnings {
            message
            remedy
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

const Role = z.enum(['TRAINER', 'ASSESSOR']);

export const loader = pageLoader(async (page) => {
  const text = page.url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const named = page.url.searchParams.get('trainer');
  const run = await findRun(page);
  const [search, chosen] = await Promise.all([findTrainers(page, text, run), named ? namedTrainer(page, named) : null]);
  const others = search.found.filter(({ id }) => id !== chosen?.id);
  const known = chosen && { ...chosen, free: search.found.find(({ id }) => id === chosen.id)?.free ?? null };
  const hereIds = [run.assignedTrainer?.trainerId, ...run.runTrainers.map(({ trainerId }) => trainerId)];
  const choices = (known ? [known, ...others] : others).map((choice) => ({ ...choice, here: hereIds.includes(choice.id) }));
  return { run, text, chosenId: chosen?.id ?? null, choices, total: search.total, actKey: newActKey() };
});

export const action = pageAction(async (act) => {
  const { ask, text, optional, form, links } = act;
  const role = Role.safeParse(text('role'));
  if (!role.success) return invalidChoice('role', 'role', form);
  const [trainerId, email, position] = [optional('trainerId'), optional('email'), optional('position')];
  if (trainerId === null && email === null) return invalidChoice('trainerId', 'trainer', form);
  const run = await findRun(act);
  const { courseRunTrainerAssign } = await ask(AssignTrainer, {
    input: {
      courseRunId: run.id,
      // An address that was typed is meant, whatever stayed ticked above it.
      ...(email === null ? { trainerId } : { email }),
      role: role.data,
      ...(position !== null && /^\d{1,2}$/.test(position) && { position: Number(position) }),
      reason: optional('reason'),
      expectedVersion: expectedVersion(text('expectedVersion')),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(courseRunTrainerAssign);
  if ('fault' in outcome) return refusedAct(ask, run.id, outcome.fault, form);
  const { changed, courseRun, warnings } = outcome.done;
  const assigned = courseRun?.runTrainers.find((one) =>
    email === null ? one.trainerId === trainerId : one.email === email.toLowerCase(),
  );
  const name = assigned?.name ?? 'The trainer';
  const to = links.courseRun(run.ssgRunId);
  if (!changed) return redirectWithToast(act.context, to, { message: `${name} has this place in run ${run.ssgRunId} already.` });
  const isNew = assigned && !run.runTrainers.some(({ trainerId: id }) => id === assigned.trainerId);
  return redirectWithToast(act.context, to, {
    message: `${name} is assigned to run ${run.ssgRunId}.`,
    notes: warningNotes(warnings),
    ...(isNew && {
      undo: {
        label: 'Undo',
        action: links.removeTrainer(run.ssgRunId, assigned.trainerId),
        fields: { idempotencyKey: newActKey(), withoutDecline: '1', reason: 'Undone: assigned a moment ago.' },
      },
    }),
  });
});

/** Finds somebody by name, with their load and whether they are free on these days, and assigns them; or whoever has an address. */
export default function AssignTrainerDialog() {
  const { run, text, chosenId, choices, total, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const closeTo = links.courseRun(run.ssgRunId);
  return (
    <ActDialog title={`Assign a trainer to run ${run.ssgRunId}`} closeTo={closeTo} wide>
      <p>
        {run.course.title}, {runDays(run.startDate, run.endDate)}. Whoever is assigned here stays: no sync puts somebody else in
        their place.
      </p>
      <FilterForm>
        <TextInput type="search" name="q" label="Name or e-mail holds" defaultValue={text} />
      </FilterForm>
      <ActForm submit="Assign" closeTo={closeTo} actKey={actKey} version={run.version}>
        <TrainerChoices choices={choices} chosenId={useTyped('trainerId', chosenId ?? '')} total={total} text={text} />
        <TextInput
          type="email"
          name="email"
          label="Or by e-mail address"
          description="Counts instead of the choice above, where one is typed."
          defaultValue={useTyped('email')}
          error={useFieldFault('email')}
        />
        <NativeSelect
          name="role"
          label="Role"
          defaultValue={useTyped('role', 'TRAINER')}
          data={statusOptions('runTrainerRole')}
        />
        <ReasonField required={false} />
      </ActForm>
    </ActDialog>
  );
}
