import type { Dependencies } from '../dependencies.js';
import { findUserId } from '../modules/users/list-users.js';

/** No user has the e-mail address. */
export class UnknownEmailError extends Error {
  readonly remedy = 'rollcall user list --all shows the users there are.';
  constructor(email: string) {
    super(`There is no user ${email}.`);
    this.name = 'UnknownEmailError';
  }
}

/** The row id of the user whom a command names by e-mail address. Throws `UnknownEmailError`. */
export async function namedUser({ database }: Pick<Dependencies, 'database'>, email: string): Promise<string> {
  const id = await findUserId(database.pool, email);
  if (id === null) throw new UnknownEmailError(email);
  return id;
}
