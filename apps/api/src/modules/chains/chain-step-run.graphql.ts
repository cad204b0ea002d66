import { z } from 'zod';
import { visibleRow } from '../../access/visible-node.js';
import { builder } from '../../graphql/builder.js';
import { ChainApproval } from './chain-approval.graphql.js';
import { ChainStepStatus } from './chain-enums.graphql.js';
import { visibleChainRuns } from './chain-run.graphql.js';

const Progress = z.object({ done: z.number(), total: z.number().nullable() });

const StepProgress = builder.objectRef<z.infer<typeof Progress>>('ChainStepProgress').implement({
  description: 'How far a step is.',
  fields: (t) => ({
    done: t.exposeInt('done', { description: 'Items done.' }),
    total: t.exposeInt('total', { nullable: true, description: 'Items in all, as soon as that is known.' }),
  }),
});

/** A step asks again at most a few times: each time more would change than was approved. */
const MOST_APPROVALS = 10;

builder.prismaNode('ChainStep', {
  name: 'ChainStepRun',
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(
    (principal) => ({ chainRun: visibleChainRuns(principal) }),
    (prisma, where) => prisma.chainStep.findMany({ where, select: { id: true } }),
  ),
  description: 'A step of one chain run (X16).',
  select: { id: true },
  fields: (t) => ({
    step: t.exposeString('step', { description: 'Name of the step.' }),
    tier: t.exposeInt('tier', { description: 'Its tier, from 1.' }),
    status: t.field({
      type: ChainStepStatus.ref,
      description: 'Where it stands.',
      select: { status: true },
      resolve: ({ status }) => ChainStepStatus.read(status),
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'What it did, or why it stands there, in a sentence.' }),
    required: t.exposeBoolean('required', { description: 'Whether the chain fails with it.' }),
    leftOut: t.exposeBoolean('leftOut', { description: 'Left out on purpose.' }),
    upstream: t.exposeString('upstream', { nullable: true, description: 'The system it calls.' }),
    attempt: t.exposeInt('attempt', { description: 'How often it was begun.' }),
    interruptions: t.exposeInt('interruptions', { description: 'How often its worker died in it.' }),
    notBefore: t.expose('notBefore', { type: 'DateTime', nullable: true, description: 'No worker takes it before this moment.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When it was first begun in this run.' }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; for a reused one, when it was done in the earlier run.',
    }),
    worker: t.exposeString('worker', { nullable: true, description: 'The worker that has it or had it last.' }),
    progress: t.field({
      type: StepProgress,
      nullable: true,
      description: 'How far it is; null where it has not said.',
      select: { progress: true },
      resolve: ({ progress }) => (progress === null ? null : Progress.parse(progress)),
    }),
    counts: t.expose('counts', { type: 'JSON', nullable: true, description: 'What it did, in numbers: `{"activated": 3}`.' }),
    warnings: t.exposeInt('warnings', { description: 'Items that went wrong though the step was done.' }),
    callsMade: t.exposeInt('callsMade', { description: 'Calls made to its upstream.' }),
    callsPredicted: t.exposeInt('callsPredicted', { nullable: true, description: 'Calls expected in all, where that is known.' }),
    error: t.exposeString('error', { nullable: true, description: 'What went wrong.' }),
    errorCode: t.exposeString('errorCode', { nullable: true, description: 'Code of the error.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do about it.' }),
    ranOnStaleInputs: t.exposeBoolean('ranOnStaleInputs', { description: 'Whether something it needs had failed (X15).' }),
    approvals: t.field({
      type: [ChainApproval],
      description: 'What it asked a person to approve, newest first; at most ten.',
      select: { step: true, approvals: { orderBy: { requestedAt: 'desc' }, take: MOST_APPROVALS } },
      resolve: ({ step, approvals }) => approvals.map((approval) => ({ ...approval, step })),
    }),
  }),
});
