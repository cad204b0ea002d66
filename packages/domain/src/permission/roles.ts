import { ACTION_NAMES, type Action } from './actions.js';

/** What somebody is at a provider (S1.25). `integrator` is for machines. */
export const ROLES = ['admin', 'operations', 'trainer', 'finance', 'auditor', 'integrator'] as const;
export type Role = (typeof ROLES)[number];

/** Whose rows an action may touch: all of the provider's, or only those that the person teaches or is. */
export type Extent = 'all' | 'own';

const reads = ACTION_NAMES.filter((action) => /\.read(_settings)?$/.test(action));
const acts = ACTION_NAMES.filter((action) => !reads.includes(action));

const all = (actions: readonly Action[]): Partial<Record<Action, Extent>> =>
  Object.fromEntries(actions.map((action) => [action, 'all']));
const without = (actions: readonly Action[], ...left: Action[]): Action[] => actions.filter((action) => !left.includes(action));

/** Who may do what. What a role does not name, it may not do. */
export const ROLE_ACTIONS: Record<Role, Partial<Record<Action, Extent>>> = {
  admin: all(ACTION_NAMES),
  // Runs the daily business; who works here and how the provider is set up is the admin's.
  operations: all([
    ...without(reads, 'audit.read', 'user.read', 'api_key.read'),
    ...without(acts, 'training_provider.update', 'user.manage', 'api_key.manage', 'webhook.manage'),
  ]),
  trainer: {
    'training_provider.read': 'all',
    'course.read': 'own',
    'course_run.read': 'own',
    'course_run.decline': 'own',
    'enrolment.read': 'own',
    'learner.read': 'own',
    'trainer.read': 'own',
  },
  finance: all([
    'training_provider.read',
    'training_provider.read_settings',
    'course.read',
    'course_run.read',
    'enrolment.read',
    'learner.read',
    'trainer.read',
    'sync.read',
    'change.read',
    'export.start',
  ]),
  // Reads everything and changes nothing; a file is another way of reading.
  auditor: all([...reads, 'export.start']),
  // A machine never sees an identifier in the clear, never says who a person is, never makes people or other machines, and has
  // no views to share.
  integrator: all([
    ...without(reads, 'audit.read', 'user.read', 'api_key.read'),
    ...without(acts, 'learner.reveal_identifier', 'learner_review.decide', 'user.manage', 'api_key.manage', 'saved_view.share'),
  ]),
};

/** What the roles allow together, the wider extent winning. */
export function extentOf(roles: readonly Role[], action: Action): Extent | null {
  const extents = roles.map((role) => ROLE_ACTIONS[role][action]);
  if (extents.includes('all')) return 'all';
  return extents.includes('own') ? 'own' : null;
}
