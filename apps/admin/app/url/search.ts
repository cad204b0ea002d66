/** What takes a list back to its first page. */
const CURSORS = ['after', 'before'];
/** Marks an address whose cursor was refused, so that the page says why it begins anew. */
export const RESTARTED = 'restarted';

/** The search with changes made to it; null and empty take a parameter out. A changed filter drops the cursor. */
export function changedSearch(search: string | URLSearchParams, changes: Record<string, string | null>): string {
  const params = new URLSearchParams(search);
  params.delete(RESTARTED);
  if (!CURSORS.some((cursor) => cursor in changes)) for (const cursor of CURSORS) params.delete(cursor);
  for (const [name, value] of Object.entries(changes)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  return params.toString();
}

export const PAGE_SIZE = 25;

/** A connection's page, out of the address. */
export function pageVariables(url: URL, size = PAGE_SIZE): { first?: number; after?: string; last?: number; before?: string } {
  const before = url.searchParams.get('before');
  const after = url.searchParams.get('after');
  if (before) return { last: size, before };
  return after ? { first: size, after } : { first: size };
}

/** The same address at its first page, where the API refused the cursor: `/p/…/classes?status=PENDING&restarted=1`. */
export function firstPage(url: URL): string {
  const search = changedSearch(url.searchParams, {});
  const params = new URLSearchParams(search);
  params.delete('_routes');
  params.set(RESTARTED, '1');
  return `${url.pathname.replace(/\.data$/, '')}?${params}`;
}
