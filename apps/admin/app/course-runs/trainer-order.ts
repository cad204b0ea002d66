/** The order with one of the rows moved a place up (-1) or down (1); null where there is no such place. */
export function movedOrder(ids: readonly string[], index: number, by: -1 | 1): string[] | null {
  const to = index + by;
  const [moved, other] = [ids[index], ids[to]];
  if (moved === undefined || other === undefined) return null;
  return ids.map((id, place) => (place === index ? other : place === to ? moved : id));
}

/** An order as a form carries it. Ids have no spaces. */
export const orderText = (ids: readonly string[]): string => ids.join(' ');
export const orderOf = (text: string): string[] => text.split(/\s+/).filter((id) => id !== '');
