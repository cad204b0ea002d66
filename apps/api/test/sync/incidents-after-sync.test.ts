import { afterEach, beforeEach, expect, test } from 'vitest';
import { listDeliveries } from '../../src/modules/alerts/list-deliveries.js';
import { listIncidents } from '../../src/modules/incidents/incident-row.js';
import { recordTroubles } from '../../src/modules/incidents/record-troubles.js';
import { findProviderById } from '../../src/modules/training-providers/find-provider.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import type { Trouble } from '../../src/workflow/step-handler.js';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.js';

const OUTAGE: Trouble = {
  upstream: 'ssg',
  errorClass: 'SsgUnavailableError',
  endpoint: 'enrolments.search',
  message: 'SSG answered 503.',
  remedy: 'Try again later.',
  runsTouched: ['850001'],
};
const MANY = Array.from({ length: 99 }, (_, index) => String(860000 + index));

let world: SyncWorld;
beforeEach(async () => {
  world = await createSyncWorld({
    runs: [
      { id: 850001, startDate: '2026-03-09', enrolments: [{ referenceNumber: 'ENR-2602-000001' }] },
      { id: 850002, startDate: '2026-03-10' },
    ],
  });
});
afterEach(() => world.close());

/** Records an incident as a chain run would have, some minutes before the next sync begins. */
async function met(trouble: Partial<Trouble> = {}, minutesAgo = 5): Promise<void> {
  const { deps } = world;
  const provider = await findProviderById(deps.database.pool, world.providerId);
  const at = { now: () => deps.now() - minutesAgo * 60_000, newId: deps.newId };
  const parts = { deps: at, settings: deps.settings.alerts, provider, chainRunId: null };
  await inTransaction(deps.database.pool, (transaction) => recordTroubles(transaction, parts, [{ ...OUTAGE, ...trouble }]));
}

const states = async () =>
  (await listIncidents(world.deps.database.pool)).map(({ status, closedReason }) => ({ status, closedReason }));
const told = async () => (await listDeliveries(world.deps.database.pool)).filter(({ kind }) => kind === 'incident_closed').length;

test('S1.19 a sync that reads every run an incident touched closes it, and says which sync it was', async () => {
  await met({ runsTouched: ['850001', '850002'] });
  const summary = await world.sync();
  const [incident] = await states();
  expect(incident).toEqual({
    status: 'closed',
    closedReason: expect.stringContaining(`Sync ${summary.runId} has read every run`),
  });
  await world.sync();
  expect(await states()).toHaveLength(1);
});

test('S1.19 those who are told of incidents are told once that it works again', async () => {
  await world.rows(`UPDATE training_provider SET alert_emails = ARRAY['lead@example.org'] WHERE id = $1`, [world.providerId]);
  await met();
  expect(await told()).toBe(0);
  await world.sync();
  await world.sync();
  expect(await told()).toBe(1);
});

test.each<[string, Partial<Trouble>]>([
  ['a run that was not read', { runsTouched: ['850001', '859999'] }],
  ['no run', { runsTouched: [] }],
  ['as many runs as an incident can name', { runsTouched: ['850001', ...MANY] }],
  ['runs, but was none of SSG’s', { upstream: null }],
])('an incident that touched %s stays open', async (_what, trouble) => {
  await met(trouble);
  await world.sync();
  expect(await states()).toEqual([{ status: 'open', closedReason: null }]);
});

test('a sync that failed at the run, or began before the incident was last seen, proves nothing', async () => {
  await met({}, -60);
  await world.sync();
  expect(await states()).toMatchObject([{ status: 'open' }]);
  await world.rows(
    `UPDATE incident SET last_seen_at = now() - interval '100 years', first_seen_at = now() - interval '100 years'`,
  );
  world.simulator.faults.add({
    operation: 'enrolments.search',
    runId: '850001',
    effect: { kind: 'inner-status', status: 403, message: 'Forbidden' },
  });
  await world.sync();
  expect(await states()).toMatchObject([{ status: 'open' }]);
  world.simulator.faults.clear();
  await world.sync();
  expect(await states()).toMatchObject([{ status: 'closed' }]);
});
