import { isApiFault } from '~/api/api-fault';
import { PAGE_SIZE, type PageVariables, pageVariables } from './search';

/**
 * The page of a list that an address asks for. Where its cursor is none that the API knows (bent, or of another order) it is the
 * first page, and the cursor counts as dropped: `<DroppedFilters>` says so.
 */
export async function readPage<Answer>(
  url: URL,
  read: (page: PageVariables) => Promise<Answer>,
  size = PAGE_SIZE,
): Promise<{ answer: Answer; dropped: { name: string; value: string }[] }> {
  const page = pageVariables(url, size);
  const [name, cursor] = page.before ? ['before', page.before] : ['after', page.after];
  try {
    return { answer: await read(page), dropped: [] };
  } catch (error) {
    if (cursor === undefined || !(await isBadCursor(error))) throw error;
    return { answer: await read({ first: size }), dropped: [{ name, value: cursor.slice(0, 60) }] };
  }
}

async function isBadCursor(error: unknown): Promise<boolean> {
  if (!(error instanceof Response) || error.status !== 400) return false;
  const fault: unknown = await error.clone().json();
  return isApiFault(fault) && fault.kind === 'bad-cursor';
}
