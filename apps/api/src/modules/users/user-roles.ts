import { PEOPLE_ROLES } from '@rollcall/domain/permission/decide-roles';
import type { Role } from '@rollcall/domain/permission/roles';

/** Whether a text is what a person may be at a provider (X7); the database's check on `user_role` also knows the role of machines. */
export const isUserRole = (text: string): text is Role => PEOPLE_ROLES.some((role) => role === text);
