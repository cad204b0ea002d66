/** What a user may be at a provider (X7). The database holds the same list as a check on `user_role`. */
export const USER_ROLES = ['admin', 'operations', 'trainer', 'finance', 'auditor', 'integrator'] as const;
export type UserRoleName = (typeof USER_ROLES)[number];

export const isUserRole = (text: string): text is UserRoleName => (USER_ROLES as readonly string[]).includes(text);
