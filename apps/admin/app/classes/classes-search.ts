import { changedSearch } from '~/url/search';

/** What dialogs over the table put into the address, and the column form before it is read. */
const NOT_THE_TABLES = ['id', 'find', 'columns', 'show'];

/** The part of an address that is the table's state, with changes: what dialogs return to, and what views keep. */
export function classesSearch(search: string | URLSearchParams, changes: Record<string, string | null> = {}): string {
  const given = [...new URLSearchParams(search)];
  const own = new URLSearchParams(given.filter(([name, value]) => value !== '' && !NOT_THE_TABLES.includes(name)));
  if (Object.keys(changes).length === 0) return own.toString();
  return changedSearch(own, changes);
}
