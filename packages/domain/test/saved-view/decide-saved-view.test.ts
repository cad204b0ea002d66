import { expect, test } from 'vitest';
import type { Principal } from '../../src/permission/principal.js';
import type { Role } from '../../src/permission/roles.js';
import { decideViewChange, seesView } from '../../src/saved-view/decide-saved-view.js';

const somebody = (id: string, role: Role, kind: Principal['kind'] = 'user', providerId = 'p'): Principal => ({
  kind,
  id,
  name: id,
  grants: [{ providerId, roles: [role] }],
});
const own = { providerId: 'p', ownerId: 'ana', shared: false };
const shared = { ...own, shared: true };

test.each<[who: Principal, view: typeof own, sees: boolean, may: boolean | 'hidden' | 'not_theirs']>([
  [somebody('ana', 'finance'), own, true, true],
  [somebody('ana', 'finance'), shared, true, true],
  [somebody('ben', 'finance'), own, false, 'hidden'],
  [somebody('ben', 'finance'), shared, true, 'not_theirs'],
  [somebody('ben', 'operations'), shared, true, true],
  [somebody('ben', 'admin'), own, false, 'hidden'],
  [somebody('ana', 'integrator', 'api_key'), own, false, 'hidden'],
  [somebody('ana', 'integrator', 'api_key'), shared, true, 'not_theirs'],
  [somebody('ana', 'admin', 'user', 'q'), own, false, 'hidden'],
])('S1.25 $0.name as $0.grants.0.roles.0 and a view with shared $1.shared', (who, view, sees, may) => {
  expect(seesView(who, view)).toBe(sees);
  const verdict = decideViewChange(who, view);
  expect(verdict.allowed || verdict.because).toBe(may);
});
