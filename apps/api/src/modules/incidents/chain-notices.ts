import type { PoolClient } from 'pg';
import type { ChainRegistry } from '../../workflow/chain-registry.js';
import type { ChainRunRow } from '../../workflow/chain-run-row.js';
import type { EngineNotices } from '../../workflow/engine.js';
import type { AlertSettings } from '../alerts/alert-settings.js';
import { approvalNeededAlert, chainFailedAlert, chainInterruptedAlert, tickMissedAlert } from '../alerts/chain-alerts.js';
import type { AlertParts } from '../alerts/queue-alert.js';
import { closeIncidents } from './close-incidents.js';
import { recordTroubles } from './record-troubles.js';

/**
 * Makes what the engine tells into incidents and messages, in the engine's own transaction. A dry run alarms nobody: who
 * started it is looking at it.
 */
export function createChainNotices(
  deps: AlertParts['deps'],
  settings: AlertSettings,
  chains: Pick<ChainRegistry, 'get'>,
): EngineNotices {
  const partsOf = async (transaction: PoolClient, run: ChainRunRow) => ({
    deps,
    settings,
    provider: await alertedProvider(transaction, run.providerId),
    chainRunId: run.id,
  });
  return {
    troubles: async (transaction, run, troubles) => {
      if (run.dryRun || troubles.length === 0) return;
      await recordTroubles(transaction, await partsOf(transaction, run), troubles);
    },
    stepSucceeded: async (transaction, run, step) => {
      if (run.dryRun) return;
      await closeIncidents(transaction, await partsOf(transaction, run), { chainName: run.chainName, step: step.name });
    },
    runNeedsPeople: async (transaction, run, { kind, ...what }) => {
      if (run.dryRun) return;
      const parts = await partsOf(transaction, run);
      const trouble = { chainTitle: chains.get(run.chainName).declaration.title, ...what };
      if (kind === 'failed') await chainFailedAlert(transaction, parts, trouble);
      else if (kind === 'interrupted') await chainInterruptedAlert(transaction, parts, trouble);
      else if (kind === 'awaiting_approval') await approvalNeededAlert(transaction, parts, trouble);
      else await tickMissedAlert(transaction, parts, { ...trouble, dueAt: run.dueAt });
    },
  };
}

async function alertedProvider(transaction: PoolClient, id: string | null): Promise<AlertParts['provider']> {
  if (id === null) return null;
  const { rows } = await transaction.query<NonNullable<AlertParts['provider']>>(
    'SELECT id, name, alert_emails AS "alertEmails" FROM training_provider WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}
