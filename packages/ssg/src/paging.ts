/** One page as SSG gave it. */
export interface Page<Item> {
  items: readonly Item[];
  /** `meta.total` or `meta.totalRecords`; undefined when SSG reports none. */
  total: number | undefined;
}

export interface PagedList<Item> {
  /** Pages count from 0. Null is SSG's 404: no rows, or a page past the end. */
  fetchPage: (page: number) => Promise<Page<Item> | null>;
  idOf: (item: Item) => string;
  /** Makes the error for a list that ended early or would not end. */
  incomplete: (facts: { summary: string; received: number; expected: number | undefined }) => Error;
  /** Longest list to follow, in pages. */
  maxPages?: number;
}

/** Far beyond any real list (1,990 runs are 50 pages of 40), near enough to stop a server that invents new rows for ever. */
const MAX_PAGES = 10_000;

interface Pass {
  /** Distinct ids met in this pass. */
  ids: Set<string>;
  total: number | undefined;
  /** The total changed on the way, so rows were added or removed while we read. */
  moved: boolean;
}

/**
 * Yields every item of a list once, in SSG's order, or throws: a cut-off list must never look complete (bug 3).
 *
 * A pass reads page 0, 1, 2 … and ends when as many distinct ids were met as SSG's total says, or when a page brings no new
 * id, or is empty, or is a 404. It never ends at a short page, because SSG may clamp the page size (20 of 40 asked), nor
 * does it add up page sizes, because pages may overlap or repeat. Ids decide.
 *
 * Rows that come and go while we read shift the pages, and a row can slip from an unread page to a read one. Two signs
 * betray that: the pass ended below the total, or the total changed in mid-pass. Either way the list is read a second
 * time, and only the ids not met before are yielded. The list then counts as complete when the second pass saw no
 * movement and reached the total by itself, or when both passes together did; else it is an error.
 *
 * When more ids turn up than the total says, the total is too low to be a stop sign: the pass goes on until nothing new
 * comes. Without any total, "nothing new" is the only sign there is, and it is accepted.
 */
export async function* readPages<Item>(list: PagedList<Item>): AsyncGenerator<Item, void, undefined> {
  const yielded = new Set<string>();
  const first = yield* readPass(list, yielded);
  if (isComplete(first, first.total)) return;
  const second = yield* readPass(list, yielded);
  const expected = second.total ?? first.total;
  const together = expected !== undefined && yielded.size >= expected;
  // A second pass that finds nothing at all contradicts the first one; whichever is wrong, the list is not known.
  if (second.ids.size > 0 && (isComplete(second, expected) || together)) return;
  throw list.incomplete({
    summary: `the list ended after ${yielded.size} distinct records although SSG counts ${expected}, also when read a second time.`,
    received: yielded.size,
    expected,
  });
}

async function* readPass<Item>(list: PagedList<Item>, yielded: Set<string>): AsyncGenerator<Item, Pass, undefined> {
  const { fetchPage, idOf, incomplete, maxPages = MAX_PAGES } = list;
  const pass: Pass = { ids: new Set(), total: undefined, moved: false };
  for (let number = 0; number < maxPages; number += 1) {
    const page = await fetchPage(number);
    if (page === null) return pass;
    if (pass.total !== undefined && page.total !== undefined && page.total !== pass.total) pass.moved = true;
    pass.total = page.total ?? pass.total;

    const known = pass.ids.size;
    for (const item of page.items) {
      const id = idOf(item);
      pass.ids.add(id);
      if (yielded.has(id)) continue;
      yielded.add(id);
      yield item;
    }
    if (pass.ids.size === known || pass.ids.size === pass.total) return pass;
  }
  throw incomplete({
    summary: `SSG still sent new records after ${maxPages} pages, so the list seems to have no end.`,
    received: yielded.size,
    expected: pass.total,
  });
}

function isComplete({ ids, moved }: Pass, expected: number | undefined): boolean {
  return !moved && (expected === undefined || ids.size >= expected);
}
