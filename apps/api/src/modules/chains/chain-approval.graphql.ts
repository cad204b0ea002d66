import type { Pool } from 'pg';
import { z } from 'zod';
import { builder } from '../../graphql/builder.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import type { ApprovalCounts, ApprovalSample } from '../../workflow/step-handler.js';
import { ChainApprovalStatus } from './chain-enums.graphql.js';

/** A row of `task_chain_approval` with the name of its step. */
export interface ApprovalRow {
  step: string;
  status: string;
  sentence: string;
  counts: unknown;
  samples: unknown;
  requestedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  note: string | null;
}

const Counts = z.object({ cancels: z.number(), removals: z.number(), touched: z.number() }) satisfies z.ZodType<ApprovalCounts>;

const Samples = z.array(
  z.object({ entity: z.string(), key: z.string(), before: z.string(), after: z.string(), reason: z.string() }),
) satisfies z.ZodType<ApprovalSample[]>;

const ApprovalCountsType = builder.objectRef<ApprovalCounts>('ChainApprovalCounts').implement({
  description: 'How much a step would change.',
  fields: (t) => ({
    cancels: t.exposeInt('cancels', { description: 'Enrolments that would become cancelled.' }),
    removals: t.exposeInt('removals', { description: 'Rows that would be taken out of use.' }),
    touched: t.exposeInt('touched', { description: 'All enrolments that were looked at.' }),
  }),
});

const ApprovalSampleType = builder.objectRef<ApprovalSample>('ChainApprovalSample').implement({
  description: 'One change that waits; identifiers are masked.',
  fields: (t) => ({
    entity: t.exposeString('entity', { description: 'What kind of row.' }),
    key: t.exposeString('key', { description: 'SSG’s run id and reference number, or another name people know.' }),
    before: t.exposeString('before', { description: 'How it is.' }),
    after: t.exposeString('after', { description: 'How it would be.' }),
    reason: t.exposeString('reason', { description: 'Why.' }),
  }),
});

export const ChainApproval = builder.objectRef<ApprovalRow>('ChainApproval').implement({
  description: 'Changes that a step holds back until a person has looked (bug 49).',
  fields: (t) => ({
    step: t.exposeString('step', { description: 'The step that asks.' }),
    status: t.field({
      type: ChainApprovalStatus.ref,
      description: 'What became of it.',
      resolve: ({ status }) => ChainApprovalStatus.read(status),
    }),
    sentence: t.exposeString('sentence', { description: 'The risk in a sentence.' }),
    counts: t.field({
      type: ApprovalCountsType,
      description: 'How much would change.',
      resolve: ({ counts }) => Counts.parse(counts),
    }),
    samples: t.field({
      type: [ApprovalSampleType],
      description: 'The first of what would change, at most fifty.',
      resolve: ({ samples }) => Samples.parse(samples).slice(0, MOST_SAMPLES),
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked.' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true, description: 'When it was decided.' }),
    decidedBy: t.exposeString('decidedBy', { nullable: true, description: 'Who decided.' }),
    note: t.exposeString('note', { nullable: true, description: 'What that person wrote.' }),
  }),
});

const MOST_SAMPLES = 50;

const WAITING = `
  SELECT step.chain_log_id::text AS "chainRunId", step.step, approval.status, approval.sentence, approval.counts, approval.samples,
    approval.requested_at AS "requestedAt", approval.decided_at AS "decidedAt", approval.decided_by AS "decidedBy", approval.note
  FROM task_chain_approval AS approval JOIN task_chain_steps AS step ON step.id = approval.chain_step_id
  WHERE step.chain_log_id = ANY ($1::bigint[]) AND approval.status = 'waiting' ORDER BY step.position DESC`;

/** What each chain run waits for a person with, the first step’s where there are several; one statement for a page of runs. */
export const createWaitingApprovalLoader = (pool: Pool): ((chainRunId: string) => Promise<ApprovalRow | null>) =>
  createBatchLoader(async (ids: string[]) => {
    const { rows } = await pool.query<ApprovalRow & { chainRunId: string }>(WAITING, [ids]);
    const byRun = new Map(rows.map((row) => [row.chainRunId, row]));
    return ids.map((id) => byRun.get(id) ?? null);
  });
