import { expect, test } from 'vitest';
import { auditActorOf } from '../../../src/modules/audit/audit-actor.js';
import { somebody } from '../../support/known-callers.js';

const AT = '0197c0de-0000-7000-8000-000000000001';
const ID = '0197c0de-0000-7000-8000-000000000002';

// Sessions have roles in alphabetical order, and auditors, who change nothing, come early in it.
test.each([
  ['enrolment.remove', ['auditor', 'operations'], 'operations'],
  ['audit.read', ['auditor', 'operations'], 'auditor'],
  ['course_run.decline', ['finance', 'trainer'], 'trainer'],
  ['export.start', ['finance', 'trainer'], 'finance'],
  ['user.invite', ['finance', 'admin'], 'admin'],
] as const)('S1.27 the audit of %s by somebody who is %s names %s', (did, roles, role) => {
  expect(auditActorOf(somebody(ID, AT, ...roles), AT, did).role).toBe(role);
});

test('S1.27 the role is the one at the provider, else the one at every provider, else the kind', () => {
  const { grants } = somebody(ID, 'every', 'operations');
  const by = { ...somebody(ID, AT, 'trainer'), grants: [...grants, { providerId: AT, roles: ['trainer'] as const }] };
  expect(auditActorOf(by, AT, 'course_run.decline').role).toBe('trainer');
  expect(auditActorOf(by, ID, 'course_run.decline').role).toBe('operations');
  expect(auditActorOf({ ...by, grants: [] }, AT, 'enrolment.remove').role).toBe('user');
});
