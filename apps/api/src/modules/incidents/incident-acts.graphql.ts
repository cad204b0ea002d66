import { rowIdOf } from '../../contract/global-id.js';
import { type ActFailure, actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { inTransaction } from '../../persistence/transaction.js';
import { Incident } from './incident.graphql.js';
import { writeIncidentNote } from './write-incident-note.js';

/** The row id of the incident that a note was written for. */
interface Noted {
  incidentId: string;
}

const IncidentNoteWriteSuccess = builder.objectRef<Noted>('IncidentNoteWriteSuccess').implement({
  description: 'The note was written.',
  fields: (t) => ({
    incident: t.prismaField({
      type: Incident,
      description: 'The incident as it is now.',
      resolve: (query, { incidentId }, _args, { database }) =>
        database.prisma.incident.findUniqueOrThrow({ ...query, where: { id: incidentId } }),
    }),
  }),
});

const IncidentNoteWriteInput = builder.inputType('IncidentNoteWriteInput', {
  description: 'What was done about an incident.',
  fields: (t) => ({
    incidentId: t.id({ required: true, description: 'Global id of the incident.' }),
    note: t.string({ required: true, description: 'What was wrong, what is changed about it and by whom.' }),
  }),
});

/** The note and its audit, in one transaction. */
async function writeNote(context: GraphqlContext, incidentId: string, note: string): Promise<Noted | ActFailure> {
  const by = principalOf(context);
  return inTransaction(context.database.pool, async (transaction) => {
    const outcome = await writeIncidentNote(transaction, incidentId, note, by);
    if (outcome.kind === 'written') return { incidentId };
    if (outcome.kind === 'unknown') return unknownIncident();
    return { code: 'INVALID_INPUT', message: outcome.reason, remedy: outcome.remedy, path: ['input', 'note'] };
  });
}

const unknownIncident = (): ActFailure => ({
  code: 'NOT_FOUND',
  message: 'There is no such incident.',
  remedy: 'Take an id that `incidents` lists.',
  path: ['input', 'incidentId'],
});

builder.mutationField('incidentNoteWrite', (t) =>
  t.field({
    authScopes: { may: 'incident.note' },
    type: actResult('IncidentNoteWriteResult', { name: 'IncidentNoteWriteSuccess', ref: IncidentNoteWriteSuccess }, [
      'NOT_FOUND',
      'FORBIDDEN',
      'INVALID_INPUT',
    ]),
    description:
      'Records what was wrong, what is changed about it and by whom (S1.19). A later note takes the place of an earlier one, which stays in the audit.',
    args: { input: t.arg({ type: IncidentNoteWriteInput, required: true, description: 'Which incident, and the note.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => {
        const incidentId = rowIdOf('Incident', String(input.incidentId));
        return incidentId === null ? unknownIncident() : writeNote(context, incidentId, input.note);
      }),
  }),
);
