import { describe, expect, test } from 'vitest';
import { diffOf, sayField } from '~/audit/field-diff';

describe('S1.27 an audit entry tells what became otherwise', () => {
  test('what is the same on both sides is left out', () => {
    expect(diffOf({ name: 'Ann', active: true }, { name: 'Ann', active: false })).toEqual([
      { field: 'active', before: true, after: false },
    ]);
  });

  test('what came and what went have one side', () => {
    expect(diffOf({ note: 'old' }, { reason: 'new' })).toEqual([
      { field: 'note', before: 'old', after: null },
      { field: 'reason', before: null, after: 'new' },
    ]);
  });

  test('an entry without a state before is all new, and nothing is no value', () => {
    expect(diffOf(null, { dryRun: false, at: null, roles: [] })).toEqual([{ field: 'dry run', before: null, after: false }]);
  });

  test('objects are gone into, by the names of their fields', () => {
    expect(diffOf({ settings: { max_cancels: 10, mode: 'tms' } }, { settings: { max_cancels: 20, mode: 'tms' } })).toEqual([
      { field: 'settings › max cancels', before: 10, after: 20 },
    ]);
  });

  test('lists are compared as a whole', () => {
    expect(diffOf({ roles: ['admin'] }, { roles: ['admin', 'trainer'] })).toEqual([
      { field: 'roles', before: ['admin'], after: ['admin', 'trainer'] },
    ]);
  });

  test('a state that is no object has one value', () => {
    expect(diffOf('a', 'b')).toEqual([{ field: 'value', before: 'a', after: 'b' }]);
  });
});

test('names of columns and fields are said alike', () => {
  expect(['class_status', 'classStatus', 'ssgRunId'].map(sayField)).toEqual(['class status', 'class status', 'ssg run id']);
});
