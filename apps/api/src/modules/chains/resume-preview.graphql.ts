import { planResume } from '@rollcall/domain/chain/plan-resume';
import type { ResumeDecision, ResumeFrom } from '@rollcall/domain/chain/resume';
import { builder } from '../../graphql/builder.js';
import { engineOf } from '../../graphql/context.js';
import { ChainRunStatus, ChainStepStatus } from './chain-enums.graphql.js';
import { STEP_ORDER } from './chain-run.graphql.js';

const ResumeVerdict = builder.enumType('ChainResumeVerdict', {
  description: 'Whether a chain run can be resumed.',
  values: {
    RESUME: { value: 'resume', description: 'It can.' },
    FULL_RUN_OFFERED: { value: 'full_run_offered', description: 'Its results are too old: start a new run instead (bug 44).' },
    REFUSED: { value: 'refused', description: 'It cannot, for the reason given.' },
  } as const,
});

const ReusedStep = builder.objectRef<{ step: string; completedAt: number }>('ChainReusedStep').implement({
  description: 'A step whose result stands.',
  fields: (t) => ({
    step: t.exposeString('step', { description: 'Name of the step.' }),
    completedAt: t.field({
      type: 'DateTime',
      description: 'When it was done, in whatever run.',
      resolve: ({ completedAt }) => new Date(completedAt),
    }),
  }),
});

const ReasonedStep = builder.objectRef<{ step: string; reason: string }>('ChainReasonedStep').implement({
  description: 'A step with the reason for what happens to it.',
  fields: (t) => ({
    step: t.exposeString('step', { description: 'Name of the step.' }),
    reason: t.exposeString('reason', { description: 'Why.' }),
  }),
});

const ResumePreview = builder.objectRef<ResumeDecision>('ChainResumePreview').implement({
  description: 'What resuming a chain run would do, for a person to see before confirming it.',
  fields: (t) => ({
    verdict: t.field({ type: ResumeVerdict, description: 'Whether it can be resumed.', resolve: ({ kind }) => kind }),
    reason: t.string({
      nullable: true,
      description: 'Why not; null where it can.',
      resolve: (decision) => (decision.kind === 'resume' ? null : decision.reason),
    }),
    remedy: t.string({
      nullable: true,
      description: 'What to do instead; null where it can.',
      resolve: (decision) => {
        if (decision.kind === 'refused') return decision.remedy;
        return decision.kind === 'full_run_offered' ? 'Start a new run with chainRunStart.' : null;
      },
    }),
    reuse: t.field({
      type: [ReusedStep],
      description: 'Steps whose results stand.',
      resolve: (decision) => (decision.kind === 'resume' ? decision.reuse : []),
    }),
    redo: t.field({
      type: [ReasonedStep],
      description: 'Steps that would be done again.',
      resolve: (decision) => (decision.kind === 'resume' ? decision.redo : []),
    }),
    leaveOut: t.field({
      type: [ReasonedStep],
      description: 'Steps that would be neither done nor have a result.',
      resolve: (decision) => (decision.kind === 'resume' ? decision.leaveOut : []),
    }),
  }),
});

/** From which step on: all of them, a named one, or the failed one. */
export const resumeFromOf = (wish: { fromStep?: string | null; all?: boolean | null }): ResumeFrom => {
  if (wish.all) return 'all';
  return wish.fromStep == null ? 'failure' : { step: wish.fromStep };
};

builder.prismaObjectField('ChainRun', 'resumePreview', (t) =>
  t.field({
    type: ResumePreview,
    description: 'What `chainRunResume` would do with it now.',
    args: {
      fromStep: t.arg.string({ description: 'Begin again at this step; nothing for the failed one.' }),
      all: t.arg.boolean({ description: 'Do everything again.' }),
    },
    select: { chainName: true, status: true, startedAt: true, completedAt: true, steps: { orderBy: STEP_ORDER } },
    resolve: ({ chainName, steps, ...run }, args, context): ResumeDecision => {
      const { chains } = engineOf(context);
      const chain = chains.all.find(({ declaration }) => declaration.name === chainName);
      if (!chain) {
        const reason = `This release has no chain ${chainName} any more.`;
        return { kind: 'refused', reason, remedy: 'Start one of the chains that `chains` lists.' };
      }
      return planResume({
        chain: chain.declaration,
        // From the rows at hand rather than by the use case, which would read them again for each run of a page.
        steps: steps.map((row) => ({
          name: row.step,
          status: ChainStepStatus.read(row.status),
          attempts: row.attempt,
          interruptions: row.interruptions,
          warnings: row.warnings,
          ranOnStaleInputs: row.ranOnStaleInputs,
          leftOut: row.leftOut,
          completedAt: row.completedAt?.getTime() ?? null,
        })),
        status: ChainRunStatus.read(run.status),
        startedAt: run.startedAt.getTime(),
        endedAt: run.completedAt?.getTime() ?? null,
        now: context.now(),
        from: resumeFromOf(args),
      });
    },
  }),
);
