import { expect, test } from 'vitest';
import { ACTION_NAMES, ACTIONS, isAction } from '../../src/permission/actions.js';
import { can } from '../../src/permission/can.js';
import type { Principal } from '../../src/permission/principal.js';
import { extentOf, ROLES } from '../../src/permission/roles.js';

/** Who may do what, written out: this table is the specification. `all`: every row of the provider; `own`: one's own rows; `-`: nothing. */
const TABLE = `
  action                          admin operations trainer finance auditor integrator
  training_provider.read          all   all        all     all     all     all
  training_provider.read_settings all   all        -       all     all     all
  training_provider.update        all   -          -       -       -       all
  course.read                     all   all        own     all     all     all
  course.update                   all   all        -       -       -       all
  course_run.read                 all   all        own     all     all     all
  course_run.sync                 all   all        -       -       -       all
  course_run.assign_trainer       all   all        -       -       -       all
  course_run.decline              all   all        own     -       -       all
  course_run.set_class            all   all        -       -       -       all
  enrolment.read                  all   all        own     all     all     all
  enrolment.remove                all   all        -       -       -       all
  enrolment.reassign              all   all        -       -       -       all
  enrolment.transfer              all   all        -       -       -       all
  learner.read                    all   all        own     all     all     all
  learner.reveal_identifier       all   all        -       -       -       -
  learner_review.read             all   all        -       -       all     all
  learner_review.decide           all   all        -       -       -       -
  trainer.read                    all   all        own     all     all     all
  sync.read                       all   all        -       all     all     all
  change.read                     all   all        -       all     all     all
  incident.read                   all   all        -       -       all     all
  incident.note                   all   all        -       -       -       all
  chain.read                      all   all        -       -       all     all
  chain_run.start                 all   all        -       -       -       all
  chain_run.cancel                all   all        -       -       -       all
  chain_run.resume                all   all        -       -       -       all
  chain_run.approve               all   all        -       -       -       all
  schedule.update                 all   all        -       -       -       all
  export.start                    all   all        -       all     all     all
  saved_view.share                all   all        -       -       -       -
  audit.read                      all   -          -       -       all     -
  user.read                       all   -          -       -       all     -
  user.manage                     all   -          -       -       -       -
  api_key.read                    all   -          -       -       all     -
  api_key.manage                  all   -          -       -       -       -
  webhook.read                    all   all        -       -       all     all
  webhook.manage                  all   -          -       -       -       all
`;

const [header = [], ...lines] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/));
const cells = lines.flatMap(([action = '', ...extents]) =>
  extents.map((extent, index) => [header[index + 1] ?? '', action, extent] as const),
);

test('S1.25 the table knows every role and every action', () => {
  expect(header.slice(1)).toEqual([...ROLES]);
  expect(lines.map(([action]) => action)).toEqual([...ACTION_NAMES]);
  expect(cells).toHaveLength(ROLES.length * ACTION_NAMES.length);
});

test.each(cells)('S1.25 %s, %s: %s', (roleName, actionName, extent) => {
  const role = ROLES.find((candidate) => candidate === roleName);
  if (!role || !isAction(actionName)) throw new Error(`${roleName} or ${actionName} is not known.`);
  expect(extentOf([role], actionName)).toBe(extent === '-' ? null : extent);

  const principal: Principal = {
    kind: 'user',
    id: 'somebody',
    name: 'x@example.org',
    grants: [{ providerId: 'a', roles: [role] }],
  };
  const verdicts = [
    can(principal, actionName, { providerId: 'a' }),
    can(principal, actionName, { providerId: 'a', ownerIds: ['somebody'] }),
    can(principal, actionName, { providerId: 'a', ownerIds: ['else'] }),
    can(principal, actionName, { providerId: 'b' }),
    can(principal, actionName, { providerId: null }),
  ].map((verdict) => (verdict.allowed ? verdict.extent : verdict.because));
  const here = {
    all: ['all', 'all', 'all'],
    own: ['not_own', 'own', 'not_own'],
    '-': ['not_in_role', 'not_in_role', 'not_in_role'],
  }[extent];
  expect(verdicts).toEqual([...(here ?? []), 'other_provider', 'other_provider']);
});

test('S1.25 nobody is refused without a sentence, and every action has one', () => {
  for (const action of ACTION_NAMES) expect(ACTIONS[action]).toMatch(/^[A-Z].*\.$/);
  expect(isAction('enrolment.burn')).toBe(false);
  expect(isAction('toString')).toBe(false);
});
