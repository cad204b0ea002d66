import type { Principal } from '@rollcall/domain/permission/principal';
import { isStranger } from '../../access/is-stranger.js';
import { type ActFailure, actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { engineOf, type GraphqlContext, principalOf } from '../../graphql/context.js';
import { UnknownChainError } from '../../workflow/chain-registry.js';
import { UnknownChainRunError } from '../../workflow/chain-run-row.js';
import type { Engine } from '../../workflow/engine.js';
import { type StartOutcome, WrongStartError } from '../../workflow/start-chain-run.js';
import { findProviderByUen } from '../training-providers/find-provider.js';
import { UnknownProviderError } from '../training-providers/unknown-provider.js';
import { cancelRun } from './cancel-run.js';
import { visibleChains } from './chain.graphql.js';
import { ApprovalDecision, ChainMode } from './chain-enums.graphql.js';
import { ChainRun } from './chain-run.graphql.js';
import { chainRunNumberOf } from './chain-run-id.js';
import { decideRun } from './decide-run.js';
import { resumeFromOf } from './resume-preview.graphql.js';
import { resumeRun } from './resume-run.js';
import { type RunWish, startRun } from './start-run.js';

/** The number of the run that an act was about, or made. */
interface ActedOn {
  chainRunId: string;
}

const success = (name: string, description: string) => ({
  name,
  ref: builder.objectRef<ActedOn>(name).implement({
    description,
    fields: (t) => ({
      chainRun: t.prismaField({
        type: ChainRun,
        description: 'The chain run as it is now.',
        resolve: (query, { chainRunId }, _args, { database }) =>
          database.prisma.chainRun.findUniqueOrThrow({ ...query, where: { id: BigInt(chainRunId) } }),
      }),
    }),
  }),
});

/** Throws `UnknownChainRunError` for what can be no chain run's id. */
function numberOf(id: string | number): string {
  const number = chainRunNumberOf(String(id));
  if (number === null) throw new UnknownChainRunError(String(id));
  return number;
}

const startedOr = (outcome: StartOutcome): ActedOn | ActFailure =>
  outcome.kind === 'already_running'
    ? {
        code: 'ALREADY_RUNNING',
        message: `Chain run ${outcome.chainRunId} is in the way: it is ${outcome.status.replaceAll('_', ' ')}.`,
        remedy: 'Wait for its end, or cancel it first.',
        path: [],
        chainRunNumber: outcome.chainRunId,
      }
    : { chainRunId: outcome.chainRunId };

const chainRunIdField = 'Global id of the chain run, or its number.';

const ChainRunStartInput = builder.inputType('ChainRunStartInput', {
  description: 'Which chain to run, and how.',
  fields: (t) => ({
    chain: t.string({ required: true, description: 'Name of the chain.' }),
    provider: t.string({ description: 'UEN of the provider; nothing for a chain of the whole installation.' }),
    mode: t.field({
      type: ChainMode.ref,
      description:
        'How to read the sources. Nothing: everything, where the chain can; at a step, as the run whose results are used.',
    }),
    dryRun: t.boolean({ description: 'Plan and report, and write nothing.' }),
    fromStep: t.string({ description: 'Begin at this step, with the results of the newest run for what comes before.' }),
    onlyStep: t.string({ description: 'Do this step alone, with the results of the newest run for what it needs.' }),
  }),
});

/** Throws `WrongStartError` for two steps at once. */
function stepOf(from: string | null | undefined, only: string | null | undefined): RunWish['at'] {
  if (from != null && only != null) throw new WrongStartError('fromStep and onlyStep exclude each other.', 'Give one of them.');
  const step = only ?? from;
  return step == null ? undefined : { step, only: only != null };
}

/** Throws `UnknownProviderError`, for a provider that the caller has nothing to do with too. */
async function providerIdOf({ deps }: Engine, uen: string | null | undefined, by: Principal): Promise<string | null> {
  if (uen == null) return null;
  const provider = await findProviderByUen(deps.database.pool, uen.trim().toUpperCase());
  if (!provider || isStranger(by, provider.id)) throw new UnknownProviderError({ uen });
  return provider.id;
}

/** Throws `UnknownChainError`, for a chain that the caller cannot see too. */
function requireVisibleChain(context: GraphqlContext, name: string): void {
  const names = visibleChains(context).map(({ declaration }) => declaration.name);
  if (!names.includes(name)) throw new UnknownChainError(name, names);
}

builder.mutationField('chainRunStart', (t) =>
  t.field({
    authScopes: { may: 'chain_run.start' },
    type: actResult('ChainRunStartResult', success('ChainRunStartSuccess', 'The run was started.'), [
      'NOT_FOUND',
      'FORBIDDEN',
      'INVALID_INPUT',
      'REFUSED',
      'ALREADY_RUNNING',
    ]),
    description: 'Runs a chain now.',
    args: { input: t.arg({ type: ChainRunStartInput, required: true, description: 'Which chain, and how.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => {
        const { chain, provider, mode = null, dryRun, fromStep, onlyStep } = input;
        const engine = engineOf(context);
        const by = principalOf(context);
        requireVisibleChain(context, chain);
        const at = stepOf(fromStep, onlyStep);
        const providerId = await providerIdOf(engine, provider, by);
        const wish = { chain, providerId, mode, dryRun: dryRun ?? false, by, ...(at && { at }) };
        return startedOr(await startRun(engine, wish));
      }),
  }),
);

const ChainRunCancelInput = builder.inputType('ChainRunCancelInput', {
  description: 'Which chain run to stop.',
  fields: (t) => ({
    chainRunId: t.id({ required: true, description: chainRunIdField }),
    reason: t.string({ description: 'Why, for its event log.' }),
  }),
});

builder.mutationField('chainRunCancel', (t) =>
  t.field({
    authScopes: { may: 'chain_run.cancel' },
    type: actResult(
      'ChainRunCancelResult',
      success('ChainRunCancelSuccess', 'The run stops: at once, or where a step is at work at its next safe point.'),
      ['NOT_FOUND', 'FORBIDDEN', 'REFUSED'],
    ),
    description: 'Asks a chain run to stop. Asking twice changes nothing.',
    args: { input: t.arg({ type: ChainRunCancelInput, required: true, description: 'Which run.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => {
        const chainRunId = numberOf(input.chainRunId);
        await cancelRun(engineOf(context), {
          chainRunId,
          by: principalOf(context),
          ...(input.reason != null && { reason: input.reason }),
        });
        return { chainRunId };
      }),
  }),
);

const ChainRunResumeInput = builder.inputType('ChainRunResumeInput', {
  description: 'Which chain run to resume, and from where.',
  fields: (t) => ({
    chainRunId: t.id({ required: true, description: chainRunIdField }),
    fromStep: t.string({ description: 'Begin again at this step; nothing for the failed one.' }),
    all: t.boolean({ description: 'Do everything again.' }),
  }),
});

builder.mutationField('chainRunResume', (t) =>
  t.field({
    authScopes: { may: 'chain_run.resume' },
    type: actResult(
      'ChainRunResumeResult',
      success('ChainRunResumeSuccess', 'A new run, linked to the earlier one, was started.'),
      ['NOT_FOUND', 'FORBIDDEN', 'INVALID_INPUT', 'REFUSED', 'ALREADY_RUNNING'],
    ),
    description: 'Does an ended chain run again from where it failed, as a new run that uses the results that stand (S4.11).',
    args: { input: t.arg({ type: ChainRunResumeInput, required: true, description: 'Which run, and from where.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => {
        const chainRunId = numberOf(input.chainRunId);
        if (input.all && input.fromStep != null)
          throw new WrongStartError('fromStep and all exclude each other.', 'Give one of them.');
        return startedOr(await resumeRun(engineOf(context), { chainRunId, from: resumeFromOf(input), by: principalOf(context) }));
      }),
  }),
);

const ChainRunApproveInput = builder.inputType('ChainRunApproveInput', {
  description: 'What is decided about the changes that a chain run waits with.',
  fields: (t) => ({
    chainRunId: t.id({ required: true, description: chainRunIdField }),
    decision: t.field({ type: ApprovalDecision.ref, required: true, description: 'What is decided.' }),
    note: t.string({ description: 'Why, for the record.' }),
  }),
});

builder.mutationField('chainRunApprove', (t) =>
  t.field({
    authScopes: { may: 'chain_run.approve' },
    type: actResult(
      'ChainRunApproveResult',
      success('ChainRunApproveSuccess', 'The decision was recorded, and the run goes on.'),
      ['NOT_FOUND', 'FORBIDDEN', 'REFUSED'],
    ),
    description: 'Decides about the changes that a chain run waits with (bug 49). Of two decisions the second is refused.',
    args: { input: t.arg({ type: ChainRunApproveInput, required: true, description: 'Which run, and what is decided.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => {
        const chainRunId = numberOf(input.chainRunId);
        const { decision, note } = input;
        await decideRun(engineOf(context), {
          chainRunId,
          decision,
          by: principalOf(context),
          ...(note != null && { note }),
        });
        return { chainRunId };
      }),
  }),
);
