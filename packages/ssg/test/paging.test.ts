import { describe, expect, test } from 'vitest';
import { type Page, type PagedList, readPages } from '../src/paging.js';
import { collect, rejectionOf } from './support/test-client.js';

class Incomplete extends Error {
  constructor(readonly facts: Parameters<PagedList<number>['incomplete']>[0]) {
    super(facts.summary);
  }
}

/** Reads pages of numbers; `asked` is the log of page numbers. */
function read(fetchPage: (page: number, call: number) => Page<number> | null, maxPages?: number) {
  const asked: number[] = [];
  const items = readPages<number>({
    fetchPage: async (page) => {
      asked.push(page);
      return fetchPage(page, asked.length - 1);
    },
    idOf: String,
    incomplete: (facts) => new Incomplete(facts),
    ...(maxPages === undefined ? {} : { maxPages }),
  });
  return { asked, items };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A well-behaved list: slices of `rows`, with their count as the total, 404 past the end. */
function slices(rows: readonly number[], pageSize: number, total: number | undefined = rows.length) {
  return (page: number): Page<number> | null => {
    const items = rows.slice(page * pageSize, (page + 1) * pageSize);
    return items.length === 0 ? null : { items, total };
  };
}

describe('bug 3 a list is read to its end', () => {
  test('S0.6 page 2 is fetched, and no page after the total is reached', async () => {
    const { asked, items } = read(slices(upTo(100), 40));
    expect(await collect(items)).toEqual(upTo(100));
    expect(asked).toEqual([0, 1, 2]);
  });

  test('a 404 for page 0 is an empty list', async () => {
    const { asked, items } = read(() => null);
    expect(await collect(items)).toEqual([]);
    expect(asked).toEqual([0]);
  });

  test('an empty page 0 with total 0 is an empty list', async () => {
    const { asked, items } = read(() => ({ items: [], total: 0 }));
    expect(await collect(items)).toEqual([]);
    expect(asked).toEqual([0]);
  });

  test('a clamped page size (20 of 40 asked) does not end the list', async () => {
    expect(await collect(read(slices(upTo(61), 20)).items)).toEqual(upTo(61));
  });

  test('overlapping pages are joined by id', async () => {
    const { items } = read((page) => ({ items: upTo(30).slice(page * 8, page * 8 + 10), total: 30 }));
    expect(await collect(items)).toEqual(upTo(30));
  });

  test('without a total the list ends at the first page that brings nothing new, or is a 404', async () => {
    expect(await collect(read((page) => slices(upTo(50), 20, undefined)(page)).items)).toEqual(upTo(50));
    const repeating = read((page) => ({ items: page < 2 ? [page] : [1], total: undefined }));
    expect(await collect(repeating.items)).toEqual([0, 1]);
    expect(repeating.asked).toEqual([0, 1, 2]);
  });

  test('a total below the real count does not cut the list off', async () => {
    const rows = upTo(50);
    expect(await collect(read(slices(rows, 20, 7)).items)).toEqual(rows);
  });

  test('a total that grows while we read is followed', async () => {
    const { items } = read((page, call) => slices(upTo(call === 0 ? 40 : 45), 20)(page));
    expect(await collect(items)).toEqual(upTo(45));
  });
});

describe('truncation never looks complete', () => {
  test('a 404 past the end with fewer ids than the total is an error, after one more reading', async () => {
    const { asked, items } = read(slices(upTo(30), 20, 40));
    const error = await rejectionOf(collect(items));
    expect(error).toBeInstanceOf(Incomplete);
    expect((error as Incomplete).facts).toMatchObject({ received: 30, expected: 40 });
    expect(asked).toEqual([0, 1, 2, 0, 1, 2]);
  });

  test('an empty page before the total is reached is an error', async () => {
    const { items } = read((page) => ({ items: page === 0 ? [1, 2] : [], total: 5 }));
    await expect(collect(items)).rejects.toThrow(/after 2 distinct records although SSG counts 5/);
  });

  test('an empty page 0 beside a total is an error, not an empty list', async () => {
    await expect(collect(read(() => ({ items: [], total: 5 })).items)).rejects.toBeInstanceOf(Incomplete);
  });

  test('a page that always repeats the one before is an error', async () => {
    const { items } = read(() => ({ items: upTo(20), total: 40 }));
    await expect(collect(items)).rejects.toBeInstanceOf(Incomplete);
  });

  test('what was there stays yielded: rows come before the error', async () => {
    const yielded: number[] = [];
    await rejectionOf(
      (async () => {
        for await (const item of read(slices(upTo(30), 20, 40)).items) yielded.push(item);
      })(),
    );
    expect(yielded).toEqual(upTo(30));
  });

  test('a list without end is an error', async () => {
    const { asked, items } = read((page) => ({ items: [page], total: undefined }), 25);
    await expect(collect(items)).rejects.toThrow(/no end/);
    expect(asked).toHaveLength(25);
  });

  test('a second reading without a total is measured by the total of the first', async () => {
    const { items } = read((page, call) => (page > 0 ? null : { items: [1, 2], total: call === 0 ? 9 : undefined }));
    await expect(collect(items)).rejects.toThrow(/SSG counts 9/);
  });

  test('a list that moved and then vanished is an error, although the count was reached once', async () => {
    const pages = [
      { items: [1], total: 2 },
      { items: [2, 3], total: 3 },
    ];
    await expect(collect(read((_, call) => pages[call] ?? null).items)).rejects.toBeInstanceOf(Incomplete);
  });

  test('page 0 vanishing in the second reading is an error', async () => {
    const { items } = read((_, call) => (call === 0 ? { items: [1], total: 3 } : null));
    await expect(collect(items)).rejects.toBeInstanceOf(Incomplete);
  });
});

describe('rows that move while we read', () => {
  test('a page repeated once by accident is made good by the second reading, without duplicates', async () => {
    const rows = upTo(50);
    const { items } = read((page, call) => slices(rows, 20)(call === 1 ? 0 : page));
    expect(await collect(items)).toEqual(rows);
  });

  test('a row that slips behind us when another is deleted is caught, although the count would fit', async () => {
    const before = upTo(60);
    const after = before.filter((row) => row !== 3);
    // Row 3 goes after page 0 was read: every later row moves up by one, and row 20 slips from page 1 to page 0.
    const { asked, items } = read((page, call) => slices(call === 0 ? before : after, 20)(page));
    const rows = await collect(items);
    expect(new Set(rows)).toEqual(new Set(before));
    expect(rows).toHaveLength(60);
    expect(asked.filter((page) => page === 0)).toHaveLength(2);
  });

  test('a list that keeps moving is accepted once both readings together reach the total', async () => {
    let deleted = 0;
    const { items } = read((page) => {
      deleted += 1;
      return slices(upTo(100).slice(deleted), 20)(page);
    });
    const rows = await collect(items);
    expect(rows.length).toBeGreaterThanOrEqual(90);
    expect(new Set(rows).size).toBe(rows.length);
  });
});

describe('property: whatever the server does to pages, every row comes once or the list fails', () => {
  test('400 random servers', async () => {
    const random = randomFrom(20251028);
    const outcomes = new Set<string>();
    for (let round = 0; round < 400; round += 1) {
      const count = Math.floor(random() * 120);
      const pageSize = 1 + Math.floor(random() * 40);
      const overlap = Math.floor(random() * pageSize);
      const faults = random() < 0.5 ? 0 : random() * 0.4;
      const rows = upTo(count);
      const { items } = read((page) => {
        const from = page * (pageSize - overlap);
        const served = rows.slice(from, from + pageSize);
        if (random() < faults) served.splice(0, Math.floor(random() * pageSize));
        return served.length === 0 && page > 0 ? null : { items: served, total: count };
      });
      const result = await collect(items).catch((error: unknown) => error);
      const everyRowOnce = JSON.stringify(Array.isArray(result) ? result.sort((a, b) => a - b) : null) === JSON.stringify(rows);
      const failedForAReason = result instanceof Incomplete && faults > 0;
      outcomes.add(everyRowOnce ? 'complete' : 'failed');
      expect(everyRowOnce || failedForAReason, `round ${round}`).toBe(true);
    }
    expect(outcomes).toEqual(new Set(['complete', 'failed']));
  });
});

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
