import { ACTION_NAMES, ACTIONS } from '@rollcall/domain/permission/actions';
import type { graphql } from '~/api/graphql';

export type Scope = ReturnType<typeof graphql.scalar<'Permission'>>;

/** What a key may be allowed, in the groups that the form has. A test compares them with the API's schema. */
const GROUPS: { title: string; scopes: Scope[] }[] = [
  {
    title: 'Courses and classes',
    scopes: [
      'COURSE_READ',
      'COURSE_UPDATE',
      'COURSE_RUN_READ',
      'COURSE_RUN_SYNC',
      'COURSE_RUN_ASSIGN_TRAINER',
      'COURSE_RUN_DECLINE',
      'COURSE_RUN_SET_CLASS',
      'TRAINER_READ',
    ],
  },
  {
    title: 'Learners and enrolments',
    scopes: [
      'ENROLMENT_READ',
      'ENROLMENT_REMOVE',
      'ENROLMENT_REASSIGN',
      'ENROLMENT_TRANSFER',
      'LEARNER_READ',
      'LEARNER_REVIEW_READ',
    ],
  },
  {
    title: 'Nights',
    scopes: [
      'CHAIN_READ',
      'CHAIN_RUN_START',
      'CHAIN_RUN_CANCEL',
      'CHAIN_RUN_RESUME',
      'CHAIN_RUN_APPROVE',
      'SCHEDULE_UPDATE',
      'SYNC_READ',
      'CHANGE_READ',
      'INCIDENT_READ',
      'INCIDENT_NOTE',
    ],
  },
  {
    title: 'Provider, files and webhooks',
    scopes: [
      'TRAINING_PROVIDER_READ',
      'TRAINING_PROVIDER_READ_SETTINGS',
      'TRAINING_PROVIDER_UPDATE',
      'EXPORT_START',
      'WEBHOOK_READ',
      'WEBHOOK_MANAGE',
    ],
  },
];

export const SCOPES: readonly Scope[] = GROUPS.flatMap(({ scopes }) => scopes);

/** `COURSE_RUN_READ` is the action `course_run.read`. */
const actionOf = (scope: Scope) => ACTION_NAMES.find((action) => action.toUpperCase().replace('.', '_') === scope);

/** The name and the sentence of a scope. */
export function sayScope(scope: Scope): { name: string; sentence: string } {
  const action = actionOf(scope);
  return action ? { name: action, sentence: ACTIONS[action] } : { name: scope, sentence: '' };
}

/** The groups for a form, with those left out that whoever makes the key lacks: nobody gives more than they have. */
export const scopeGroups = (may: (permission: string) => boolean) =>
  GROUPS.map(({ title, scopes }) => ({
    title,
    choices: scopes
      .map((scope) => ({ value: scope, ...sayScope(scope) }))
      .filter(({ name }) => may(name))
      .map(({ value, name, sentence }) => ({ value, label: name, description: sentence })),
  })).filter(({ choices }) => choices.length > 0);

/** The scopes that a form has ticked. */
export const scopesIn = (form: FormData): Scope[] => {
  const ticked = form.getAll('scopes');
  return SCOPES.filter((scope) => ticked.includes(scope));
};
