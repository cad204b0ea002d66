import { redirectWithToast } from '~/shell/toast.server';
import { changedSearch } from './search';

/**
 * The way out of a cursor that the API does not know (of another order, or bent): the same list from its beginning, and a word
 * about it. Null where the address has no cursor, so that this is no way out.
 */
export async function firstPage(request: Request): Promise<Response | null> {
  const { pathname, searchParams } = new URL(request.url);
  if (request.method !== 'GET' || !(searchParams.has('after') || searchParams.has('before'))) return null;
  const search = changedSearch(searchParams, {});
  return redirectWithToast(`${pathname}${search && `?${search}`}`, {
    message: 'That page of the list is not there any more: this is the first one.',
    tone: 'warn',
  });
}
