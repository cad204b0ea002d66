import type { PrismaClient } from '@rollcall/prisma/generated/prisma/client';
import type { Pool } from 'pg';
import {
  computeNextTrainer,
  firstLocalTrainer,
  type RunNextTrainer,
  type RunTrainerRow,
  SELECT_NEXT_TRAINER,
} from '../course-runs/trainer-columns.js';
import type { TrainerUserLoader } from '../trainers/trainer-user-loader.graphql.js';
import type { ExplainedRow, ExplainedType } from './explained-fields.js';
import { readValueHistory, type ValueChangeRow } from './read-value-history.js';
import { shownValue } from './shown-value.js';

/** `computed`: worked out anew at every look, from what the explanation names. */
export const VALUE_RECORDS = ['recorded', 'not_recorded', 'computed'] as const;

/** Why a value is what it is. */
export interface ExplainedValue {
  field: string;
  value: unknown;
  record: (typeof VALUE_RECORDS)[number];
  /** For a computed value, and for one that depends on others: what decided, sentence by sentence. */
  explanation: string[];
  nextTrainer: RunNextTrainer | null;
  /** When the row was made. */
  madeAt: Date;
  /** Newest first; the first one wrote the present value. */
  changes: ValueChangeRow[];
}

/** Older changes than these are not told. */
const MOST_EARLIER = 20;

interface Reader {
  pool: Pool;
  prisma: PrismaClient;
  trainerUsers: TrainerUserLoader;
}

/** Explains a value that stands in one column, or several. Two statements. */
export async function explainStoredValue(
  { pool }: Pick<Reader, 'pool'>,
  type: ExplainedType,
  { id }: ExplainedRow,
  { field, columns }: { field: string; columns: readonly string[] },
): Promise<ExplainedValue | null> {
  // Table and columns are the code's own words (`EXPLAINED_TYPES`), never the caller's.
  const members = columns.map((column) => `'${column}', ${column}`).join(', ');
  const { rows } = await pool.query<{ stored: Record<string, unknown>; madeAt: Date }>(
    `SELECT jsonb_build_object(${members}) AS stored, created_at AS "madeAt" FROM ${type.table} WHERE id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row) return null;
  const limit = columns.length * (MOST_EARLIER + 1);
  const changes = await readValueHistory(pool, { entityIds: [id], fields: columns, linksOf: null, limit });
  const [only] = columns;
  const shown = Object.entries(row.stored).map(([column, value]) => [
    column,
    shownValue({ entityType: type.entityType, field: column }, value),
  ]);
  const value: unknown = columns.length === 1 && only !== undefined ? shown[0]?.[1] : Object.fromEntries(shown);
  const record = changes.length > 0 ? 'recorded' : 'not_recorded';
  const explanation = field === 'trainerTpg' ? [TPG_EXPLANATION] : [];
  return { field, value, record, explanation, nextTrainer: null, madeAt: row.madeAt, changes };
}

const TPG_EXPLANATION =
  'Trainer (TPG) is the first trainer that SSG links to the run. The sync alone writes it, and a trainer from a list or from an admin never does (S0.29, S0.31).';

/** The fields of a course run whose values stand in no column of it. */
export const COMPUTED_FIELDS = ['nextTrainer', 'trainerLocal'] as const;
export type ComputedField = (typeof COMPUTED_FIELDS)[number];

/** Explains one of the trainers of a run that are worked out from others' rows. */
export async function explainTrainer(
  { pool, prisma, trainerUsers }: Reader,
  { id, providerId }: ExplainedRow,
  field: ComputedField,
): Promise<ExplainedValue | null> {
  const run = await prisma.courseRun.findUnique({
    where: { id },
    select: { ...SELECT_NEXT_TRAINER, ssgRunId: true, createdAt: true },
  });
  if (!run) return null;
  const shared = { field, madeAt: run.createdAt };
  if (field === 'nextTrainer') {
    const computed = await computeNextTrainer(run, trainerUsers);
    return {
      ...shared,
      value: computed.next?.name ?? null,
      record: 'computed',
      explanation: explainNext(computed),
      nextTrainer: computed,
      changes: [],
    };
  }
  const first = firstLocalTrainer(run.trainers);
  const changes = await readValueHistory(pool, {
    entityIds: [],
    fields: null,
    linksOf: { providerId, ssgRunId: run.ssgRunId },
    limit: MOST_EARLIER + 1,
  });
  return {
    ...shared,
    value: first?.trainerName ?? null,
    record: 'computed',
    explanation: explainLocal(run.trainers, first),
    nextTrainer: null,
    changes,
  };
}

function explainNext({ next, candidates }: RunNextTrainer): string[] {
  const heading =
    candidates.length === 0
      ? 'The course has no trainer list, so there is nobody to ask.'
      : next === null
        ? 'Nobody on the course’s trainer list can be asked.'
        : 'The first on the course’s trainer list who is neither linked to the run nor has declined it (S0.33).';
  return [heading, ...candidates.map(({ name, reason }) => `${name}: ${reason}`)];
}

function explainLocal(trainers: readonly RunTrainerRow[], first: RunTrainerRow | null): string[] {
  const heading =
    first === null
      ? 'Nobody who teaches is linked to the run: SSG links nobody, and no admin assigned anybody. Trainers from the course’s lists never appear here (S0.30).'
      : 'The first person linked to the run who teaches (S0.33).';
  const linked = trainers.map((trainer) => {
    const by = trainer.assignmentSource === 'admin' ? 'an admin' : 'SSG';
    const why = trainer === first ? 'is the first who teaches' : trainer.role === 'assessor' ? 'only assesses' : 'comes later';
    return `${trainer.trainerName}: linked by ${by}, ${why}.`;
  });
  return [heading, ...linked];
}
