import { parseTrainerEmails, parseTrainerNames } from '@rollcall/domain/trainer/trainer-lists';
import type { PoolClient } from 'pg';
import type { Dependencies } from '../../dependencies.js';
import { inTransaction, retryWhenStale } from '../../persistence/transaction.js';
import { isEmailAddress } from '../imports/email-address.js';
import {
  dropRepetitions,
  type ImportReport,
  inChunks,
  inFileOrder,
  type RejectedRow,
  type RowWarning,
  type SystemActor,
} from '../imports/import-report.js';
import { type CsvRow, readCsv } from '../imports/read-csv.js';

export const COURSE_COLUMNS = ['course_code', 'title', 'trainers_email_list', 'trainers_list'] as const;
type CourseRow = CsvRow<(typeof COURSE_COLUMNS)[number]>;

/** Rows, audit and counts in one statement. A row that says what is stored already is not written. */
const WRITE_COURSES = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS given (id uuid, course_code text, title text, trainers_email_list text, trainers_list text)
  ), before AS (
    SELECT course.* FROM course JOIN given USING (course_code) WHERE course.provider_id = $1
  ), written AS (
    INSERT INTO course (id, provider_id, course_code, title, trainers_email_list, trainers_list)
    SELECT id, $1, course_code, title, trainers_email_list, trainers_list FROM given
    ON CONFLICT (provider_id, course_code) DO UPDATE
      SET title = excluded.title, trainers_email_list = excluded.trainers_email_list, trainers_list = excluded.trainers_list,
          version = course.version + 1, updated_at = now()
      WHERE (course.title, course.trainers_email_list, course.trainers_list)
        IS DISTINCT FROM (excluded.title, excluded.trainers_email_list, excluded.trainers_list)
    RETURNING id, title, trainers_email_list, trainers_list
  ), audited AS (
    INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, reason, before, after)
    SELECT $1, 'system', $3, CASE WHEN before.id IS NULL THEN 'course.create' ELSE 'course.update' END, 'course', written.id, 'imported from a file',
      CASE WHEN before.id IS NULL THEN NULL ELSE
        jsonb_build_object('title', before.title, 'trainers_email_list', before.trainers_email_list, 'trainers_list', before.trainers_list) END,
      jsonb_build_object('title', written.title, 'trainers_email_list', written.trainers_email_list, 'trainers_list', written.trainers_list)
    FROM written LEFT JOIN before ON before.id = written.id
    RETURNING action
  )
  SELECT count(*) FILTER (WHERE action = 'course.create')::int AS created, count(*) FILTER (WHERE action = 'course.update')::int AS updated FROM audited`;

/**
 * Imports courses of one provider from CSV text with the columns `COURSE_COLUMNS`. Each row says everything about its
 * course: an empty trainer list empties the stored one. Bad rows are rejected with line and reason, the rest is written in
 * one transaction, a few statements whatever the number of rows. Errors: `CsvFileError`.
 */
export async function importCourses(
  deps: Pick<Dependencies, 'database' | 'newId'>,
  providerId: string,
  csv: string,
  actor: SystemActor = { role: 'cli' },
): Promise<ImportReport> {
  const content = readCsv(csv, COURSE_COLUMNS);
  const judged = content.rows.map((row) => ({ row, reason: faultOf(row) }));
  const rejected = judged.flatMap(({ row, reason }): RejectedRow[] => (reason ? [{ line: row.line, reason }] : []));
  const sound = judged.filter(({ reason }) => reason === null).map(({ row }) => row);
  const { kept, rejected: repeated } = dropRepetitions(sound, 'course_code', (row) => row.values.course_code);

  const counts = await retryWhenStale(() =>
    inTransaction(deps.database.pool, async (transaction) => {
      let [created, updated] = [0, 0];
      for (const rows of inChunks(kept)) {
        const written = await writeCourses(transaction, providerId, rows, deps.newId, actor);
        created += written.created;
        updated += written.updated;
      }
      return { created, updated, unchanged: kept.length - created - updated };
    }),
  );
  return {
    ...counts,
    rejected: inFileOrder([...content.rejected, ...rejected, ...repeated]),
    warnings: kept.flatMap(warningsOf),
  };
}

async function writeCourses(
  transaction: PoolClient,
  providerId: string,
  rows: readonly CourseRow[],
  newId: () => string,
  actor: SystemActor,
) {
  const given = rows.map(({ values }) => ({
    id: newId(),
    course_code: values.course_code,
    title: values.title,
    trainers_email_list: values.trainers_email_list || null,
    trainers_list: values.trainers_list || null,
  }));
  const result = await transaction.query<{ created: number; updated: number }>(WRITE_COURSES, [
    providerId,
    JSON.stringify(given),
    actor.role,
  ]);
  return result.rows[0] ?? { created: 0, updated: 0 };
}

function faultOf({ values }: CourseRow): string | null {
  if (values.course_code === '') return 'has no course_code';
  if (/\s/.test(values.course_code) || values.course_code.length > 100)
    return `course_code "${values.course_code}" is not a code such as TGS-2024000001`;
  if (values.title === '') return 'has no title';
  const bad = parseTrainerEmails(values.trainers_email_list).filter((address) => !isEmailAddress(address));
  if (bad.length > 0)
    return `trainers_email_list holds ${bad.map((address) => `"${address}"`).join(', ')}, which is no e-mail address`;
  return null;
}

function warningsOf({ line, values }: CourseRow): RowWarning[] {
  const warnings: RowWarning[] = [];
  if (!values.course_code.startsWith('TGS-')) {
    warnings.push({ line, message: `${values.course_code} does not begin with TGS-, so the sync leaves it out (S0.5)` });
  }
  if (values.trainers_list.includes(',') && !/[|;\n]/.test(values.trainers_list)) {
    const names = parseTrainerNames(values.trainers_list);
    if (names.length > 1)
      warnings.push({
        line,
        message: `trainers_list is read as ${names.length} names (${names.join(' / ')}); put | between names`,
      });
  }
  return warnings;
}
