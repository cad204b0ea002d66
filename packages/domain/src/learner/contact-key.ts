import { foldName } from '../text/fold-name.js';

/**
 * What tells a person apart where no identifier does: e-mail together with name, never e-mail alone, because
 * colleagues share company addresses (bug 18). Null where either is missing.
 */
export function contactKey(person: { name: string | null; email: string | null }): string | null {
  const email = person.email?.trim().toLowerCase() ?? '';
  const name = foldName(person.name ?? '');
  return email === '' || name === '' ? null : `${email}\n${name}`;
}
