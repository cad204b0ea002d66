import type { Action } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import { ROLE_ACTIONS } from '@rollcall/domain/permission/roles';

/** What the installation's own key could do before there were others: the sync's trigger (S0.3), and chains. */
const ACTS: readonly Action[] = [
  'course_run.sync',
  'chain_run.start',
  'chain_run.cancel',
  'chain_run.resume',
  'chain_run.approve',
  'schedule.update',
  'incident.note',
];

const reads = (Object.keys(ROLE_ACTIONS.integrator) as Action[]).filter((action) => /\.read(_settings)?$/.test(action));

/** Whoever sends `EXTERNAL_API_KEY_FOR_CLAWDBOT`: a machine at every provider. It changes no enrolment and no trainer. */
export const EXTERNAL_KEY_PRINCIPAL: Principal = {
  kind: 'api_key',
  id: null,
  name: 'external',
  grants: [{ providerId: 'every', roles: ['integrator'], only: [...reads, ...ACTS] }],
};
