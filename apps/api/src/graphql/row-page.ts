import type { Row } from '../rows/row.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './page-limits.js';
import { cursorOf, idOfCursor } from './row-cursor.js';

/** The arguments of a connection field. */
export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** How `findMany` is asked for a page: one row more than it shows, to know whether there are others. */
export interface PageCut {
  take: number;
  cursor: string | undefined;
}

/** Null where the Prisma plugin has to say what it thinks of the arguments. */
export function cutOf({ first, last, after, before }: PageArguments): PageCut | null {
  const given = [first, last, after, before].filter((each) => each != null).length;
  const fits = given <= 1 || (given === 2 && ((first != null && after != null) || (last != null && before != null)));
  const size = first ?? last ?? DEFAULT_PAGE_SIZE;
  if (!fits || size < 0) return null;
  const encoded = after ?? before;
  const cursor = encoded == null ? undefined : idOfCursor(encoded);
  const limit = Math.min(size, MAX_PAGE_SIZE) + 1;
  return { take: last != null || before != null ? -limit : limit, cursor };
}

/** One row of a page; most operations never ask for its cursor. */
class Edge {
  constructor(
    readonly node: Row,
    private readonly mark: string,
  ) {}
  get cursor(): string {
    return cursorOf(String(this.node['id']), this.mark);
  }
}

/** A page as the Prisma plugin would hand it to the fields of a connection. */
export class RowPage {
  readonly edges: Edge[];
  private readonly isFull: boolean;

  /**
   * @param rows one more than the page shows, where there are so many
   * @param mark what the cursors of its order carry
   * @param totalCount counts when it is asked for
   */
  constructor(
    rows: readonly Row[],
    private readonly args: PageArguments,
    { take }: PageCut,
    mark: string,
    readonly totalCount: () => Promise<number>,
  ) {
    this.isFull = rows.length === Math.abs(take);
    const shown = this.isFull ? rows.slice(take < 0 ? 1 : 0, take < 0 ? rows.length : -1) : rows;
    this.edges = shown.map((row) => new Edge(row, mark));
  }

  get pageInfo() {
    const { after, before, last } = this.args;
    const isBackward = before != null || last != null;
    const isFull = this.isFull;
    return {
      hasNextPage: before != null ? true : last != null ? false : isFull,
      hasPreviousPage: after != null ? true : isBackward && isFull,
      startCursor: this.edges[0]?.cursor ?? null,
      endCursor: this.edges.at(-1)?.cursor ?? null,
    };
  }
}
