import { expect } from '@playwright/test';
import type { Installation } from '../support/installation.js';
import { addProviderOf } from '../support/provider-of-simulator.js';
import type { Settings } from '../support/settings.js';
import { test } from '../support/walk.js';

/** What `rollcall chain show --json` prints, as far as it is looked at. */
interface ShownRun {
  status: string;
  steps: { step: string; status: string; worker: string | null; interruptions: number }[];
  events: { kind: string; step: string | null }[];
}

test('S4.11 a night from the command line with three workers: one is killed in the middle, another goes on, nothing is done twice', async ({
  installation,
}) => {
  const ssg = await installation.simulator(['--seed', '7']);
  const settings: Settings = { ...ssg.settings, WORKER_LEASE_SECONDS: '3', WORKER_CONCURRENCY: '1' };
  const system = installation.start(settings);
  await system.ready();
  await addProviderOf(ssg, installation, settings);
  const extra = [installation.worker(settings), installation.worker(settings)];
  await Promise.all(extra.map((worker) => worker.says(/is ready/)));

  const { id: faultId } = await ssg.addFault({ operation: 'enrolments.search', fromCall: 5, effect: { kind: 'hold' } });
  const night = installation.rollcall(['chain', 'run', 'tgs_daily', '--mode', 'full', '--wait'], settings);
  await expect.poll(() => ssg.callsStruckBy(faultId)).toBeGreaterThan(0);
  const busy = (await shown(installation, settings)).steps.find(({ status }) => status === 'running');
  expect(busy?.step).toBe('sync_enrolments');
  process.kill(Number(busy?.worker?.split(':').at(-1)), 'SIGKILL');
  await ssg.clearFaults();

  expect(await night).toMatchObject({ code: 0, stderr: '' });
  const after = await shown(installation, settings);
  expect(after.status).toBe('completed');
  expect(after.steps.map(({ step, status, interruptions }) => [step, status, interruptions])).toEqual([
    ['find_runs', 'completed', 0],
    ['sync_enrolments', 'completed', 1],
    ['assign_trainers', 'completed', 0],
    ['reconcile_cancellations', 'completed', 0],
    ['digest', 'completed', 0],
  ]);
  const story = after.events.map(({ kind, step }) => `${kind} ${step ?? ''}`.trim());
  expect(story).toContain('step_interrupted sync_enrolments');
  expect(story).toContain('step_resumed sync_enrolments');

  const again = await installation.rollcall(['chain', 'run', 'tgs_daily', '--mode', 'full', '--wait', '--json'], settings);
  expect(again.code).toBe(0);
  const quiet = await installation.rollcall(['sync', 'upcoming-course-runs', '--json'], settings);
  const { changes } = JSON.parse(quiet.stdout) as { changes: Record<string, { created: number; updated: number }> };
  expect(Object.values(changes).every(({ created, updated }) => created === 0 && updated === 0)).toBe(true);
  for (const worker of extra) worker.signal('SIGTERM');
  system.pressCtrlC();
  expect(await system.ended).toBe(0);
});

async function shown(installation: Installation, settings: Settings): Promise<ShownRun> {
  const result = await installation.rollcall(['chain', 'show', '1', '--events', '100', '--json'], settings);
  expect(result).toMatchObject({ code: 0 });
  return JSON.parse(result.stdout) as ShownRun;
}
