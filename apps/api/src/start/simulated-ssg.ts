import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { BUILT_IN_APPS, type SimulatedApp } from '@rollcall/ssg/simulator/apps';
import { type Simulator, startSimulator } from '@rollcall/ssg/simulator/server';
import { DEMO_SEED, demoDataset } from '../demo/demo-dataset.js';
import type { ProviderSettings } from '../modules/training-providers/find-provider.js';
import type { Settings } from '../settings/settings.js';
import { portTaken } from './port-taken.js';

/**
 * SSG on this machine: the demo provider's, or with the demo off an invented one for the first provider of the database.
 * Its clock is the real one, so that tokens and dates behave. Errors: `PortTakenError`.
 */
export async function startSimulatedSsg(
  settings: Settings,
  providers: readonly ProviderSettings[],
  now: () => number,
): Promise<Simulator> {
  const today = todayIn('Asia/Singapore', now());
  const [first] = providers;
  const dataset = settings.demo
    ? demoDataset(today)
    : { kind: 'generated' as const, ...(first && { uen: first.uen, code: first.code, name: first.name }) };
  try {
    return await startSimulator({
      port: settings.ssg.simulatorPort,
      seed: DEMO_SEED,
      today,
      dataset,
      apps: [...BUILT_IN_APPS, ...configuredApp(settings)],
      clock: () => new Date(now()),
    });
  } catch (error) {
    throw portTaken(error, settings.ssg.simulatorPort, 'SSG_SIMULATOR_PORT') ?? error;
  }
}

/** Credentials in the environment open the simulator too: one may try them, and the key, before SSG sees them. The built-in ones are there already. */
function configuredApp({ ssg }: Settings): SimulatedApp[] {
  const { clientId, clientSecret, encryptionKey } = ssg.credentials;
  if (clientId === null || clientSecret === null) return [];
  if (BUILT_IN_APPS.some(({ auth }) => auth.kind === 'oauth' && auth.clientId === clientId)) return [];
  return [{ name: 'configured', auth: { kind: 'oauth', clientId, clientSecret }, encryptionKey }];
}
