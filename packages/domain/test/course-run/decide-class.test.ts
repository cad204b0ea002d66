import { describe, expect, test } from 'vitest';
import { CLASS_STATUSES, LIFECYCLES } from '../../src/course-run/course-run.js';
import { type ClassFacts, decideClassStatus, decideClassType } from '../../src/course-run/decide-class.js';

const facts = (values: Partial<ClassFacts> = {}): ClassFacts => ({
  classStatus: 'Pending',
  classType: null,
  lifecycle: 'Scheduled',
  liveEnrolments: 0,
  ...values,
});

describe('S0.23 class status', () => {
  test('S0.23 X1 whatever the two are, the class status alone is written, by the admin', () => {
    for (const classStatus of CLASS_STATUSES)
      for (const lifecycle of LIFECYCLES)
        for (const wanted of CLASS_STATUSES) {
          const { fields } = decideClassStatus(facts({ classStatus, lifecycle }), wanted);
          const change = {
            field: 'class_status',
            before: classStatus,
            after: wanted,
            owner: 'admin',
            rule: 'S0.23 admin-sets-class',
          };
          expect(fields).toEqual(classStatus === wanted ? [] : [change]);
        }
  });

  test('X1 cancelling a class with learners tells how many, and that an Active one stays Active', () => {
    const { warnings } = decideClassStatus(facts({ lifecycle: 'Active', liveEnrolments: 12 }), 'Cancelled');
    expect(warnings).toMatchObject([
      { code: 'class_is_active' },
      { code: 'learners_still_enrolled', message: expect.stringContaining('12 learners are') },
    ]);
    expect(decideClassStatus(facts({ liveEnrolments: 1 }), 'Cancelled').warnings[0]?.message).toContain('1 learner is');
  });

  test('cancelling an empty class that has not begun warns of nothing', () => {
    expect(decideClassStatus(facts(), 'Cancelled').warnings).toEqual([]);
  });

  test('X1 confirming a class that is over is done and told', () => {
    expect(decideClassStatus(facts({ lifecycle: 'Completed' }), 'Confirmed').warnings).toMatchObject([
      { code: 'lifecycle_ended' },
    ]);
  });
});

test('S0.23 the class type alone is written; the same again is nothing', () => {
  expect(decideClassType(facts(), 'Virtual').fields).toMatchObject([
    { field: 'class_type', before: null, after: 'Virtual', owner: 'admin' },
  ]);
  expect(decideClassType(facts({ classType: 'Virtual' }), 'Virtual').fields).toEqual([]);
});
