import { Textarea } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, useFieldFault, useTyped } from '~/ui/act-form';
import { meaningOf, readIncident } from './incident-document.server';

const WriteNote = graphql(
  `
    mutation WriteIncidentNote($input: IncidentNoteWriteInput!) {
      incidentNoteWrite(input: $input) {
        __typename
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Note about an incident · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const { id, title, note, noteRequestedAt, errorClass } = await readIncident(page);
  return { incident: { id, title, note, noteRequestedAt }, entry: await meaningOf(page, errorClass), actKey: newActKey() };
});

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const incidentId = param('incidentId');
  const { incidentNoteWrite } = await ask(WriteNote, { input: { incidentId, note: text('note') } });
  const outcome = outcomeOf(incidentNoteWrite);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(context, links.incident(incidentId), { message: 'The note was written.' });
});

export default function WriteNoteDialog() {
  const { incident, entry, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const page = links.incident(incident.id);
  return (
    <ActDialog title="What is done about it" closeTo={page}>
      <ActForm submit="Write the note" closeTo={page} actKey={actKey}>
        <p>
          {incident.title}.{entry && ` ${entry.meaning}`}
        </p>
        <Textarea
          name="note"
          label="Note"
          description="What was wrong, what is changed about it, and by whom. An earlier note stays in the audit. No NRIC or FIN, please."
          required
          rows={5}
          defaultValue={useTyped('note', incident.note ?? '')}
          error={useFieldFault('note')}
        />
      </ActForm>
    </ActDialog>
  );
}
