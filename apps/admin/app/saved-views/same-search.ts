/** Where on a list one is, and not which list it is. */
const PLACES_IN_LIST = ['after', 'before'];

/** A search in one spelling, whatever the order of its parameters, without empty ones and without cursors. */
export function plainSearch(search: string): string {
  const params = new URLSearchParams(
    [...new URLSearchParams(search)].filter(([name, value]) => value !== '' && !PLACES_IN_LIST.includes(name)),
  );
  params.sort();
  return params.toString();
}

export const sameSearch = (one: string, other: string): boolean => plainSearch(one) === plainSearch(other);
