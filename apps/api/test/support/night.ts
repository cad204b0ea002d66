import { openEngine } from '../../src/worker/open-engine.js';
import { startChainRun } from '../../src/workflow/start-chain-run.js';
import { setTrainers } from './simulator-staff.js';
import { addUser, createSyncWorld, type SyncWorld, TODAY } from './sync-world.js';

/** A provider with a trainer and ten runs, one of them under way, whose learner cancels. */
export async function createNight(): Promise<SyncWorld> {
  const world = await createSyncWorld({
    runs: Array.from({ length: 10 }, (_, index) => ({
      id: 850001 + index,
      startDate: index === 0 ? '2026-02-20' : `2026-03-${String(2 + index).padStart(2, '0')}`,
      enrolments: Array.from({ length: 3 }, (__, learner) => ({ referenceNumber: `ENR-2602-0000${index}${learner}` })),
    })),
    overrides: { now: () => Date.parse(`${TODAY}T04:00:00Z`) },
  });
  await addUser(world, { name: 'Tan Wei Ming', email: 'wei.ming@example.org' });
  setTrainers(world.simulator, 850003, [{ name: 'Tan Wei Ming', email: 'wei.ming@example.org' }]);
  return world;
}

/** Runs the chain to its end with whatever workers there are, and gives the run's row. */
export async function runTgsDaily(world: SyncWorld, jobsUrl: string | null = null): Promise<Record<string, unknown>> {
  const open = openEngine({ ...world.deps, settings: { ...world.deps.settings, jobsUrl } });
  try {
    const outcome = await startChainRun(open.engine, {
      chain: 'tgs_daily',
      providerId: world.providerId,
      trigger: 'manual',
      requestedBy: 'test',
      mode: 'full',
    });
    if (outcome.kind !== 'started') throw new Error(outcome.kind);
    for await (const event of await open.hub.subscribe(outcome.chainRunId, 0)) if (event.kind === 'run_completed') break;
    const [run] = await world.rows('SELECT id, status, reason FROM task_chain_logs');
    return run ?? {};
  } finally {
    await open.close();
  }
}
