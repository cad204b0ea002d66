import { rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { engineOf, principalOf } from '../../graphql/context.js';
import { ChainRun } from '../chains/chain-run.graphql.js';
import { SyncBatch } from '../sync/sync-batch.graphql.js';
import { Incident } from './incident.graphql.js';
import { type RequeuedIncident, requeueIncident } from './requeue-incident.js';

/** An id that no batch has. */
const NO_BATCH = '00000000-0000-0000-0000-000000000000';

const IncidentRequeueSuccess = builder.objectRef<RequeuedIncident>('IncidentRequeueSuccess').implement({
  description: 'What the incident is about is tried again, in the background.',
  fields: (t) => ({
    incident: t.prismaField({
      type: Incident,
      description: 'The incident as it is: it closes when what failed succeeds.',
      resolve: (query, { incidentId }, _args, { database }) =>
        database.prisma.incident.findUniqueOrThrow({ ...query, where: { id: incidentId } }),
    }),
    chainRun: t.prismaField({
      type: ChainRun,
      nullable: true,
      description: 'The chain run that was started; null where a sync was begun instead.',
      resolve: (query, { chainRunId }, _args, { database }) =>
        // Prisma gathers look-ups of one turn into one statement; no run has the number 0.
        database.prisma.chainRun.findUnique({ ...query, where: { id: BigInt(chainRunId ?? 0) } }),
    }),
    syncBatch: t.prismaField({
      type: SyncBatch,
      nullable: true,
      description: 'The sync that was begun: of the run that the incident touched, or of all where it touched several.',
      resolve: (query, { syncBatchId }, _args, { database }) =>
        database.prisma.syncBatch.findUnique({ ...query, where: { id: syncBatchId ?? NO_BATCH } }),
    }),
    sentence: t.exposeString('sentence', { description: 'What is done, for people.' }),
  }),
});

const IncidentRequeueInput = builder.inputType('IncidentRequeueInput', {
  description: 'Which incident.',
  fields: (t) => ({
    incidentId: t.id({ required: true, description: 'Global id of the incident.' }),
    idempotencyKey: t.string({
      description: 'Chosen by the caller, 1 to 200 characters: asking again with the same key answers the same and does nothing.',
    }),
  }),
});

builder.mutationField('incidentRequeue', (t) =>
  t.field({
    authScopes: { may: 'chain_run.resume' },
    type: actResult('IncidentRequeueResult', { name: 'IncidentRequeueSuccess', ref: IncidentRequeueSuccess }, [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
      'ALREADY_RUNNING',
      'SYNC_RUNNING',
    ]),
    description:
      'Tries again what an open incident is about (S1.19): resumes the chain run that met it last; where that cannot be, reads the runs that it touched from SSG again, which `course_run.sync` must allow too.',
    args: { input: t.arg({ type: IncidentRequeueInput, required: true, description: 'Which incident.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => {
        const { database, beginSync, requestId: correlationId } = context;
        const deps = { database, beginSync, correlationId, engine: () => engineOf(context) };
        const outcome = await requeueIncident(deps, {
          by: principalOf(context),
          incidentId: rowIdOf('Incident', String(input.incidentId)),
          idempotencyKey: input.idempotencyKey,
        });
        if (outcome.kind === 'requeued') return outcome.requeued;
        return {
          code: 'ALREADY_RUNNING' as const,
          message: `Chain run ${outcome.chainRunId} is in the way: it is ${outcome.status.replaceAll('_', ' ')}.`,
          remedy: 'Wait for its end, or cancel it first.',
          path: [],
          chainRunNumber: outcome.chainRunId,
        };
      }),
  }),
);
