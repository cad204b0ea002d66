import type { graphql } from '~/api/graphql';

export type UserRole = ReturnType<typeof graphql.scalar<'UserRole'>>;

interface RoleWord {
  label: string;
  description: string;
}

export const ROLE_WORDS: Readonly<Record<UserRole, RoleWord>> = {
  ADMIN: { label: 'Admin', description: 'Everything, people and settings included.' },
  OPERATIONS: { label: 'Operations', description: 'The daily business: runs, enrolments, chains.' },
  TRAINER: { label: 'Trainer', description: 'Sees the runs they teach, and says which they cannot take.' },
  FINANCE: { label: 'Finance', description: 'Reads runs, enrolments and learners.' },
  AUDITOR: { label: 'Auditor', description: 'Reads everything and changes nothing.' },
  INTEGRATOR: { label: 'Integrator', description: 'Machines, which have keys.' },
};

/** What people can be; machines have keys. */
export const PERSON_ROLES = ['ADMIN', 'OPERATIONS', 'TRAINER', 'FINANCE', 'AUDITOR'] as const satisfies UserRole[];

export const ROLE_CHOICES = PERSON_ROLES.map((value) => ({ value, ...ROLE_WORDS[value] }));

/** The roles that a form has ticked; what is none is left out, and the API says if nothing is left. */
export const rolesIn = (form: FormData): UserRole[] => {
  const ticked = form.getAll('roles');
  return PERSON_ROLES.filter((role) => ticked.includes(role));
};

export const sayRoles = (roles: readonly UserRole[]): string => roles.map((role) => ROLE_WORDS[role].label).join(', ');
