import { createContextCache } from '@pothos/core';
import type { StepStatus } from '@rollcall/domain/chain/chain';
import { isActiveChainRun } from '@rollcall/domain/chain/chain-run-transitions';
import { isDone, isSettled } from '@rollcall/domain/chain/step-status';
import type { Principal } from '@rollcall/domain/permission/principal';
import { z } from 'zod';
import { visibleNode } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { holdsAtMost } from '../../graphql/check-operation.js';
import { engineOf, type GraphqlContext } from '../../graphql/context.js';
import { Chain } from './chain.graphql.js';
import { ChainApproval, createWaitingApprovalLoader } from './chain-approval.graphql.js';
import { ChainMode, ChainRunStatus, ChainRunTrigger, ChainStepStatus } from './chain-enums.graphql.js';

const waitingApprovals = createContextCache(({ database }: GraphqlContext) => createWaitingApprovalLoader(database.pool));

/** The same for all fields that look at a run's steps, so that they are read once. */
export const STEP_ORDER = { position: 'asc' } as const;

const MOST_RESUMPTIONS = 20;

const ChainRunProgress = builder.objectRef<StepStatus[]>('ChainRunProgress').implement({
  description: 'The steps of a chain run, counted.',
  fields: (t) => ({
    steps: t.int({ description: 'Steps in all.', resolve: (statuses) => statuses.length }),
    done: t.int({
      description: 'Completed, or reused from an earlier run.',
      resolve: (statuses) => statuses.filter(isDone).length,
    }),
    failed: t.int({
      description: 'Failed for good.',
      resolve: (statuses) => statuses.filter((status) => status === 'failed').length,
    }),
    ahead: t.int({
      description: 'Not over yet, those at work among them.',
      resolve: (statuses) => statuses.filter((status) => !isSettled(status)).length,
    }),
  }),
});

export const visibleChainRuns = (principal: Principal) => visibleAtProvider(principal, 'chain.read');

/** What finds the run of a number, in digits, where the viewer may see it. No run has the number 0. */
export const visibleChainRun = visibleNode({
  visible: visibleChainRuns,
  find: (prisma, where) => prisma.chainRun.findMany({ where, select: { id: true } }),
  parse: BigInt,
  none: 0n,
});

export const ChainRun = builder.prismaNode('ChainRun', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleChainRun,
  description: 'One execution of a chain, or a tick that did not become one.',
  select: { id: true },
  fields: (t) => ({
    number: t.string({
      description: 'Its number, as logs and the command line show it; a text, because it may outgrow `Int`.',
      resolve: ({ id }) => String(id),
    }),
    chainName: t.exposeString('chainName', { description: 'Name of the chain.' }),
    chain: t.field({
      type: Chain,
      nullable: true,
      description: 'The chain; null where this release has no such chain any more.',
      select: { chainName: true },
      resolve: ({ chainName }, _args, context) =>
        engineOf(context).chains.all.find(({ declaration }) => declaration.name === chainName) ?? null,
    }),
    provider: t.relation('provider', { nullable: true, description: 'The provider it is for; null for the whole installation.' }),
    schedule: t.relation('schedule', { nullable: true, description: 'The schedule whose tick it is; null where it has none.' }),
    status: t.field({
      type: ChainRunStatus.ref,
      description: 'How it stands or ended.',
      select: { status: true },
      resolve: ({ status }) => ChainRunStatus.read(status),
    }),
    trigger: t.field({
      type: ChainRunTrigger.ref,
      description: 'What set it in motion.',
      select: { trigger: true },
      resolve: ({ trigger }) => ChainRunTrigger.read(trigger),
    }),
    mode: t.field({
      type: ChainMode.ref,
      description: 'How it reads its sources.',
      select: { mode: true },
      resolve: ({ mode }) => ChainMode.read(mode),
    }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether it plans and reports, and writes nothing.' }),
    requestedBy: t.exposeString('requestedBy', { description: 'Who asked for it: `system`, `cli`, or an API key’s name.' }),
    today: t.expose('today', {
      type: 'Date',
      description: 'The day it works by, decided once in the provider’s time zone (bug 4).',
    }),
    dueAt: t.expose('dueAt', { type: 'DateTime', nullable: true, description: 'When its tick was due.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began, or was put in line.' }),
    completedAt: t.expose('completedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    durationSeconds: t.exposeInt('totalDurationSeconds', {
      nullable: true,
      description: 'How long it took; null until it has ended.',
    }),
    currentStep: t.exposeString('currentStep', {
      nullable: true,
      description: 'The step that was begun last; of an ended run the one that it failed at.',
    }),
    stepsCompleted: t.stringList({
      description: 'Names of the steps it has completed, in the order of their completion.',
      select: { stepsCompleted: true },
      resolve: ({ stepsCompleted }) => z.array(z.string()).parse(stepsCompleted),
    }),
    steps: t.relation('steps', {
      ...holdsAtMost(10),
      description: 'Its steps, in the order of their declaration.',
      query: { orderBy: STEP_ORDER },
    }),
    progress: t.field({
      type: ChainRunProgress,
      description: 'Its steps, counted.',
      select: { steps: { orderBy: STEP_ORDER, select: { status: true } } },
      resolve: ({ steps }) => steps.map(({ status }) => ChainStepStatus.read(status)),
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it ended so, waits or was skipped, in a sentence.' }),
    error: t.exposeString('errorMessage', { nullable: true, description: 'What went wrong.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do about it.' }),
    cancelRequestedAt: t.expose('cancelRequestedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When somebody wished it to stop.',
    }),
    cancelRequestedBy: t.exposeString('cancelRequestedBy', { nullable: true, description: 'Who did.' }),
    resumedFrom: t.relation('resumedFrom', { nullable: true, description: 'The run that it resumes.' }),
    resolvedBy: t.relation('resolvedBy', { nullable: true, description: 'The good run that made up for it.' }),
    resumptions: t.relation('resumptions', {
      description: `The runs that resume it, newest first; at most ${MOST_RESUMPTIONS}.`,
      query: { orderBy: { id: 'desc' }, take: MOST_RESUMPTIONS },
    }),
    waitingApproval: t.field({
      type: ChainApproval,
      nullable: true,
      description: 'What a person must decide before it goes on (bug 49).',
      select: { status: true },
      resolve: ({ id, status }, _args, context) =>
        isActiveChainRun(ChainRunStatus.read(status)) ? waitingApprovals(context)(String(id)) : null,
    }),
  }),
});
