import { expect, test } from 'vitest';
import { makeDemoDecision } from '../../../src/demo/demo-admin-decisions.js';
import { findProviderById } from '../../../src/modules/training-providers/find-provider.js';
import { createEnrolmentWorld, R1 } from './enrolment-world.js';

test('S0.17 the demonstration’s removal is an act like any other: once ever, with provenance, and no sync undoes it', async () => {
  const world = await createEnrolmentWorld();
  try {
    const provider = await findProviderById(world.deps.database.pool, world.providerId);
    if (!provider) throw new Error('The provider is gone.');
    expect(await makeDemoDecision(world.deps, provider)).toEqual({ referenceNumber: R1, ssgRunId: '850001' });
    expect(await makeDemoDecision(world.deps, provider)).toBeNull();
    await world.sync();
    expect(await world.learnersRows()).toMatchObject([{ status: 'Admin Removed' }]);
    const enrolmentId = await world.enrolmentId(R1);
    expect(await world.history(enrolmentId, 'enrolment_status')).toContainEqual([
      'Confirmed',
      'Admin Removed',
      'admin',
      'S0.18 admin-removes',
    ]);
    expect(await world.rows(`SELECT actor_type, actor_name FROM audit_trail WHERE action = 'enrolment.remove'`)).toEqual([
      { actor_type: 'system', actor_name: 'demo' },
    ]);
  } finally {
    await world.close();
  }
});
