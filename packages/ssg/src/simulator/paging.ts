import { type Random, shuffled } from './prng.js';

/** How a fault bends a list (ssg-api.md §8.1: a server that silently returns fewer rows has been seen). */
export interface PagingDisturbance {
  /** The server gives pages of at most this many, whatever was asked. */
  largestPage?: number;
  /** Rows come in no order; the same wrong order for every page. */
  shuffle?: Random;
  /** From this 0-based page on, the page before it is served again. */
  repeatFromPage?: number;
  /** Every page after the first begins with this many rows of the page before. */
  overlap?: number;
  /** What `meta` claims. */
  claimedTotal?: number;
  /** Rows beyond this many are never served, though the total counts them. */
  cutAfter?: number;
}

export interface Page<T> {
  rows: T[];
  total: number;
}

/** One 0-based page of a list. Rows are [] past the end. */
export function pageOf<T>(items: readonly T[], page: number, pageSize: number, disturbance: PagingDisturbance = {}): Page<T> {
  const { largestPage = Number.POSITIVE_INFINITY, repeatFromPage = Number.POSITIVE_INFINITY, overlap = 0 } = disturbance;
  const size = Math.min(pageSize, largestPage);
  const ordered = disturbance.shuffle === undefined ? items : shuffled(items, disturbance.shuffle);
  const served = ordered.slice(0, disturbance.cutAfter);
  const number = page >= repeatFromPage && page > 0 ? page - 1 : page;
  // Overlapping pages advance more slowly, so that no row is lost: only seen twice.
  const step = Math.max(1, size - overlap);
  const start = number === 0 ? 0 : number * step;
  return { rows: served.slice(start, start + size), total: disturbance.claimedTotal ?? items.length };
}

/** `page` and `pageSize` of a query; null when one of them is no whole number in range. */
export function readPaging(
  query: URLSearchParams,
  defaultSize: number,
  largest: number,
): { page: number; pageSize: number } | null {
  const page = Number(query.get('page') ?? 0);
  const pageSize = Number(query.get('pageSize') ?? defaultSize);
  if (!Number.isInteger(page) || page < 0 || !Number.isInteger(pageSize) || pageSize < 1 || pageSize > largest) return null;
  return { page, pageSize };
}
