import { Textarea } from '@mantine/core';
import { data } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { outcomeOf, refused, textsOf } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { recentChanges } from '~/api/recent-changes.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField, useFieldFault, useTyped } from '~/ui/act-form';
import { PreviewButton } from '~/ui/preview-button';
import { courseOf } from './course-facts.server';
import { ListsPreview } from './lists-preview';
import { UpdateTrainerLists } from './trainer-lists.server';

/** A toast stands in a cookie: longer lists are put back by hand. */
const LONGEST_UNDO = 1_200;

export const loader = pageLoader(async ({ ask, uen, param }) => ({
  course: await courseOf(ask, uen, param('courseCode')),
  actKey: newActKey(),
}));

export const action = pageAction(async ({ ask, form, text, optional, uen, links, param, context }) => {
  const course = await courseOf(ask, uen, param('courseCode'));
  const dryRun = text('intent') === 'preview';
  const { courseTrainerListsUpdate } = await ask(UpdateTrainerLists, {
    input: {
      courseId: course.id,
      trainersEmailList: text('trainersEmailList'),
      trainersList: text('trainersList'),
      dryRun,
      ...(!dryRun && {
        reason: optional('reason'),
        expectedVersion: Number(text('expectedVersion')),
        idempotencyKey: text('idempotencyKey'),
      }),
    },
  });
  const outcome = outcomeOf(courseTrainerListsUpdate);
  if ('fault' in outcome) {
    const stale = outcome.fault.code === 'STALE_VERSION';
    return refused(outcome.fault, form, stale ? await recentChanges(ask, course.id) : []);
  }
  if (dryRun) return data({ fault: undefined, values: textsOf(form), preview: outcome.done.entries });
  const { changed, course: saved } = outcome.done;
  const before = { trainersEmailList: course.trainersEmailList ?? '', trainersList: course.trainersList ?? '' };
  const short = before.trainersEmailList.length + before.trainersList.length <= LONGEST_UNDO;
  const message = `The trainer lists of ${course.title} are saved. The next sync chooses from them.`;
  return redirectWithToast(context, links.course(course.courseCode), {
    message: changed ? message : 'The trainer lists were so already.',
    ...(changed &&
      short &&
      saved && {
        undo: {
          label: 'Undo',
          action: links.courseTrainerLists(course.courseCode),
          fields: { ...before, expectedVersion: String(saved.version), idempotencyKey: newActKey() },
        },
      }),
  });
});

export default function TrainerLists() {
  const { course, actKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { links } = useProvider();
  const closeTo = links.course(course.courseCode);
  const preview = answer && 'preview' in answer ? answer.preview : null;
  return (
    <ActDialog title={`Trainer lists of ${course.title}`} closeTo={closeTo} wide>
      {preview && <ListsPreview before={course.trainerListEntries} after={preview} />}
      <ActForm
        submit="Save the lists"
        closeTo={closeTo}
        actKey={actKey}
        version={course.version}
        more={<PreviewButton>Show what would change</PreviewButton>}
      >
        <ListField
          name="trainersEmailList"
          label="E-mail addresses, most wanted first"
          hint="One a line, or with | or ; between them. They are asked before the names."
          now={course.trainersEmailList}
        />
        <ListField
          name="trainersList"
          label="Names, most wanted first"
          hint="One a line, or with | or ; between them. A name that two users have means nobody."
          now={course.trainersList}
        />
        <ReasonField required={false} />
      </ActForm>
    </ActDialog>
  );
}

function ListField({ name, label, hint, now }: { name: string; label: string; hint: string; now: string | null }) {
  const typed = useTyped(name, linesOf(now ?? ''));
  const fault = useFieldFault(name);
  return <Textarea name={name} label={label} description={hint} rows={5} defaultValue={typed} error={fault} />;
}

/** An entry a line, which is easier to put in order than one long line. */
const linesOf = (list: string): string =>
  list
    .split(/[|;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .join('\n');
