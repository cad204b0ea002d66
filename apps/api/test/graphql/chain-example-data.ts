import type { Dependencies } from '../../src/dependencies.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import type { Engine } from '../../src/workflow/engine.js';
import { startChainRun } from '../../src/workflow/start-chain-run.js';

/** Schedules, a chain run at work, a worker, an incident and the message about it: something for every field about chains. */
export async function createChainExample(deps: Dependencies, engine: Engine, providerId: string): Promise<void> {
  await ensureSchedules(engine);
  await startChainRun(engine, { chain: 'nightly', providerId, trigger: 'manual', requestedBy: 'test', mode: 'full' });
  const { prisma } = deps.database;
  await prisma.worker.create({ data: { name: 'an-invented-host-of-a-worker-with-a-rather-long-name.example.org:1' } });
  const seenAt = new Date(deps.now());
  await prisma.incident.create({
    data: {
      providerId,
      fingerprint: 'ssg | SsgUnavailableError | GET /courses | provider',
      errorClass: 'SsgUnavailableError',
      title: 'SsgUnavailableError at ssg',
      message: 'SSG did not answer.',
      recentAt: [seenAt],
      lastChainRunId: 1n,
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
      deliveries: {
        create: { kind: 'incident_opened', channel: 'email', recipient: 'ops@example.org', subject: 'Incident', body: 'A body.' },
      },
    },
  });
}
