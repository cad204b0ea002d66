import { expect, test } from 'vitest';
import { z } from 'zod';
import { readFilters } from '~/url/read-filters';
import { changedSearch, pageVariables } from '~/url/search';

const Filters = z.object({
  status: z.enum(['OPEN', 'CLOSED']).optional(),
  size: z.coerce.number().int().max(100).default(25),
  q: z.string().optional(),
});
const at = (search: string) => new URL(`http://console.invalid/p/X/list${search}`);

test('a wrong filter falls back alone, and is told', () => {
  const { values, dropped } = readFilters(Filters, at('?status=open&size=50&q=ab'));
  expect(values).toEqual({ size: 50, q: 'ab' });
  expect(dropped).toEqual([{ name: 'status', value: 'open' }]);
});

test('nothing in the address, or nothing but emptiness, is no filter', () => {
  expect(readFilters(Filters, at('')).values).toEqual({ size: 25 });
  expect(readFilters(Filters, at('?status=&q='))).toEqual({ values: { size: 25 }, dropped: [] });
});

test('a parameter nobody knows is nobody’s concern', () => {
  expect(readFilters(Filters, at('?utm=1')).dropped).toEqual([]);
});

test('a changed filter drops the cursor; another page keeps the filters', () => {
  expect(changedSearch('?status=OPEN&after=c1', { status: 'CLOSED' })).toBe('status=CLOSED');
  expect(changedSearch('?status=OPEN&after=c1', { after: 'c2', before: null })).toBe('status=OPEN&after=c2');
  expect(changedSearch('status=OPEN', { status: null })).toBe('');
});

test('a page is asked for forwards or backwards, never both', () => {
  expect(pageVariables(at(''))).toEqual({ first: 25 });
  expect(pageVariables(at('?after=a'))).toEqual({ first: 25, after: 'a' });
  expect(pageVariables(at('?after=a&before=b'), 10)).toEqual({ last: 10, before: 'b' });
});
