import { expect, test } from 'vitest';
import { groupChanges } from '~/sync/group-changes';

const change = (entityId: string | null, field: string, before: unknown = null) => ({
  entityType: 'ENROLMENT' as const,
  entityId,
  field,
  before,
  after: 'x',
  owner: 'SSG' as const,
  rule: 'S0.16',
  ruleText: null,
});

test('changes of one row stand together, rows in the order of their first change', () => {
  const rows = groupChanges([change('a', 'ssg_status'), change('b', 'ssg_status'), change('a', 'enrolment_status')]);
  expect(rows.map(({ entityId, changes }) => [entityId, changes.map(({ field }) => field)])).toEqual([
    ['a', ['ssg_status', 'enrolment_status']],
    ['b', ['ssg_status']],
  ]);
});

test('a row with nothing before was made; with one value before it was changed', () => {
  const rows = groupChanges([change('a', 'ssg_status'), change('b', 'ssg_status', 'Confirmed'), change('b', 'learner_id')]);
  expect(rows.map(({ made }) => made)).toEqual([true, false]);
});

test('rows without an id are told apart by a field that comes again', () => {
  const rows = groupChanges([change(null, 'trainer_name'), change(null, 'trainer_email'), change(null, 'trainer_name')]);
  expect(rows.map(({ changes }) => changes.length)).toEqual([2, 1]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
});
