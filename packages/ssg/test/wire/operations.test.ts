import { describe, expect, test } from 'vitest';
import { fillPath, OPERATIONS } from '../../src/wire/operations.js';

describe('the table of operations', () => {
  test('encryption follows the official matrix (ssg-api.md §2.3)', () => {
    const matrix = Object.entries(OPERATIONS).map(
      ([name, operation]) =>
        `${name}: ${operation.requestEncrypted ? 'yes' : 'no'} / ${operation.responseEncrypted ? 'yes' : 'no'}`,
    );
    expect(matrix).toEqual([
      'courseRuns.listByReference: no / no',
      'courseRuns.get: no / no',
      'courseRuns.publish: yes / no',
      'courseRuns.edit: yes / no',
      'sessions.list: no / no',
      'attendance.list: no / yes',
      'attendance.upload: yes / no',
      'trainers.list: no / yes',
      'enrolments.create: yes / yes',
      'enrolments.update: yes / yes',
      'enrolments.updateFeeCollection: yes / yes',
      'enrolments.search: yes / yes',
      'enrolments.view: no / yes',
    ]);
  });

  test('repeat-safety belongs to the operation, not to the verb: a POST search may be repeated, a POST create may not', () => {
    const repeatable = Object.entries(OPERATIONS).flatMap(([name, operation]) => (operation.repeatable ? [name] : []));
    expect(repeatable).toEqual([
      'courseRuns.listByReference',
      'courseRuns.get',
      'sessions.list',
      'attendance.list',
      'trainers.list',
      'enrolments.search',
      'enrolments.view',
    ]);
  });

  test('bug 5 only reads may take 404 for "none"', () => {
    for (const operation of Object.values(OPERATIONS)) expect(operation.notFoundMeansNone).toBe(operation.repeatable);
  });

  test('path values are percent-encoded: old course references hold spaces (ssg-api.md §5.1)', () => {
    expect(fillPath('/a/{one}/b/{two}', { one: 'PA-S89PB0005D-01-Fuchun 148', two: 'x/../y' })).toBe(
      '/a/PA-S89PB0005D-01-Fuchun%20148/b/x%2F..%2Fy',
    );
  });

  test.each(['', ' ', '.', '..'])('a path value of %j, which would reach another operation, is refused', (value) => {
    expect(() => fillPath('/details/{referenceNumber}', { referenceNumber: value })).toThrow(
      /needs a value for "referenceNumber"/,
    );
  });

  test('a missing path value is refused', () => {
    expect(() => fillPath('/details/{referenceNumber}', {})).toThrow(/referenceNumber/);
  });
});
