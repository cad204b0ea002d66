import { PEOPLE_ROLES } from '@rollcall/domain/permission/decide-roles';
import { normaliseName } from '@rollcall/domain/trainer/trainer-lists';
import type { Dependencies } from '../../dependencies.js';
import { inTransaction, retryWhenStale } from '../../persistence/transaction.js';
import { isEmailAddress } from '../imports/email-address.js';
import {
  dropRepetitions,
  type ImportReport,
  inChunks,
  inFileOrder,
  type RejectedRow,
  type SystemActor,
} from '../imports/import-report.js';
import { type CsvRow, readCsv } from '../imports/read-csv.js';
import { isUserRole } from './user-roles.js';
import { type GivenUser, writeUsers } from './write-users.js';

export const USER_COLUMNS = ['name', 'email', 'roles'] as const;
type UserRow = CsvRow<(typeof USER_COLUMNS)[number]>;

/**
 * Imports users from CSV text with the columns `USER_COLUMNS`; several roles are separated by `|`, `;` or a comma. People
 * are told apart by e-mail address. Each row says everything: the roles at this provider become those of the row, while
 * roles at other providers stay as they are. Bad rows are rejected with line and reason, the rest is written in one
 * transaction. Errors: `CsvFileError`.
 */
export async function importUsers(
  deps: Pick<Dependencies, 'database' | 'newId'>,
  providerId: string,
  csv: string,
  actor: SystemActor = { role: 'cli' },
): Promise<ImportReport> {
  const content = readCsv(csv, USER_COLUMNS);
  const judged = content.rows.map((row) => ({ row, user: readUser(row, deps.newId) }));
  const rejected = judged.flatMap(({ row, user }): RejectedRow[] =>
    typeof user === 'string' ? [{ line: row.line, reason: user }] : [],
  );
  const sound = judged.flatMap(({ user }) => (typeof user === 'string' ? [] : [user]));
  const { kept, rejected: repeated } = dropRepetitions(sound, 'email', (user) => user.email);

  const counts = await retryWhenStale(() =>
    inTransaction(deps.database.pool, async (transaction) => {
      let [created, updated] = [0, 0];
      for (const users of inChunks(kept)) {
        const written = await writeUsers(transaction, providerId, users, actor);
        created += written.created;
        updated += written.updated;
      }
      return { created, updated, unchanged: kept.length - created - updated };
    }),
  );
  return { ...counts, rejected: inFileOrder([...content.rejected, ...rejected, ...repeated]), warnings: [] };
}

/** The user of a row, or the reason why there is none. */
function readUser({ line, values }: UserRow, newId: () => string): (GivenUser & { line: number }) | string {
  const email = values.email.toLowerCase();
  const roles = [
    ...new Set(
      values.roles
        .toLowerCase()
        .split(/[|;,\n]/)
        .map((role) => role.trim())
        .filter((role) => role !== ''),
    ),
  ];
  const unknown = roles.filter((role) => !isUserRole(role));
  if (values.name === '') return 'has no name';
  if (email === '') return 'has no email';
  if (!isEmailAddress(email)) return `email "${values.email}" is no e-mail address`;
  if (roles.length === 0) return `has no roles; choose from ${PEOPLE_ROLES.join(', ')}`;
  if (unknown.length > 0) return `roles holds "${unknown.join('", "')}"; choose from ${PEOPLE_ROLES.join(', ')}`;
  return { line, id: newId(), name: values.name, email, name_normalised: normaliseName(values.name), roles };
}
