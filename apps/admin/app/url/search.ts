/** What a list's page stands under; without them it is the first. */
export const CURSORS = ['after', 'before'];

/** The search with changes made to it; null and empty take a parameter out. A changed filter drops the cursor. */
export function changedSearch(search: string | URLSearchParams, changes: Record<string, string | null>): string {
  const params = new URLSearchParams(search);
  if (!CURSORS.some((cursor) => cursor in changes)) for (const cursor of CURSORS) params.delete(cursor);
  for (const [name, value] of Object.entries(changes)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  return params.toString();
}

export const PAGE_SIZE = 25;

/** Which page of a connection. */
export interface PageVariables {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
}

/** A connection's page, out of the address. */
export function pageVariables(url: URL, size = PAGE_SIZE): PageVariables {
  const before = url.searchParams.get('before');
  const after = url.searchParams.get('after');
  if (before) return { last: size, before };
  return after ? { first: size, after } : { first: size };
}
