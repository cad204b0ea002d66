import { OPERATIONS, type OperationName } from '../wire/operations.js';

/**
 * Which `x-api-version` each family of paths knows (ssg-api.md §1.5), and which ones SSG has switched off. The retired ones are
 * the deprecated versions of the old paths; the texts of both refusals are recorded from production (§3.1).
 */
const FAMILIES: readonly { path: string; current: readonly string[]; retired: readonly string[] }[] = [
  { path: '/courses/courseRuns/', current: ['v1.0', 'v1.1', 'v1.2'], retired: ['v0.9'] },
  { path: '/courses/runs/', current: ['v1.0', 'v1.4', 'v1.5'], retired: ['v1.2', 'v1.3'] },
  { path: '/trainingProviders/', current: ['v2.0'], retired: ['v1.0', 'v1.1'] },
  { path: '/tpg/enrolments', current: ['v1', 'v1.0', 'v3.0'], retired: ['v2.0'] },
];

/** Null when the version may be used; a missing header means the newest. */
export function versionProblem(operation: OperationName, version: string | undefined): string | null {
  const { path, apiVersion } = OPERATIONS[operation];
  if (version === undefined || version === apiVersion) return null;
  const family = FAMILIES.find((candidate) => path.startsWith(candidate.path));
  if (family?.current.includes(version)) return null;
  return family?.retired.includes(version) ? 'Api Version has expired' : 'This API version does not seem to exist';
}
