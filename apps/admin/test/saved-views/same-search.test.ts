import { expect, test } from 'vitest';
import { plainSearch, sameSearch } from '~/saved-views/same-search';

test('a view is the chosen one whatever the order of the parameters, and on every page of the list', () => {
  expect(sameSearch('status=PENDING&hide=end+vacancy', 'hide=end%20vacancy&status=PENDING&after=abc')).toBe(true);
  expect(sameSearch('status=PENDING', 'status=CONFIRMED')).toBe(false);
  expect(sameSearch('', 'q=&after=abc')).toBe(true);
});

test('what is saved has no cursor and no empty parameter', () => {
  expect(plainSearch('trainer=NONE&q=&before=x&direction=DESC')).toBe('direction=DESC&trainer=NONE');
});
