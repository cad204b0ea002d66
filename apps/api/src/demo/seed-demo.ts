import type { Dependencies } from '../dependencies.js';
import { COURSE_COLUMNS, importCourses } from '../modules/courses/import-courses.js';
import { addProvider } from '../modules/training-providers/add-provider.js';
import { findProviderByUen, type ProviderSettings } from '../modules/training-providers/find-provider.js';
import { importUsers, USER_COLUMNS } from '../modules/users/import-users.js';
import { DEMO_COURSES } from './demo-courses.js';
import { DEMO_PROVIDER } from './demo-provider.js';
import { DEMO_USERS } from './demo-users.js';

const DEMO = { role: 'demo' } as const;

/**
 * Puts the demo provider with its users and courses into the database, through the same use cases as the command line.
 * Once: whoever changes them afterwards keeps their changes.
 */
export async function seedDemo(deps: Dependencies): Promise<{ provider: ProviderSettings; isNew: boolean }> {
  const known = await findProviderByUen(deps.database.pool, DEMO_PROVIDER.uen);
  const provider = known ?? (await addProvider(deps, DEMO_PROVIDER, DEMO));
  const { rows } = await deps.database.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM course WHERE provider_id = $1',
    [provider.id],
  );
  // A process that was killed between the provider and its courses left the rest to this one.
  if ((rows[0]?.count ?? 0) > 0) return { provider, isNew: false };
  await importUsers(
    deps,
    provider.id,
    csv(
      USER_COLUMNS,
      DEMO_USERS.map(({ name, email, roles }) => [name, email, roles]),
    ),
    DEMO,
  );
  const courses = DEMO_COURSES.map(({ code, title, trainerEmails, trainerNames }) => [code, title, trainerEmails, trainerNames]);
  await importCourses(deps, provider.id, csv(COURSE_COLUMNS, courses), DEMO);
  return { provider, isNew: true };
}

function csv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
}
