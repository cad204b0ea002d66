import type { ProviderSettings } from '../../modules/training-providers/find-provider.js';
import { table } from './table.js';

/** One provider for people, a setting per line. */
export function providerText(provider: ProviderSettings): string {
  return table(
    ['Provider', provider.name],
    [
      ['UEN', provider.uen],
      ['training partner code', provider.code],
      ['time zone', provider.timeZone],
      ['threshold days', provider.thresholdDays],
      ['mode profile', provider.modeProfile],
      ['identifiers sealed', provider.sealIdentifiers ? 'yes' : 'no'],
      ['TPG trainers refreshed', provider.refreshTpgTrainers ? 'yes' : 'no'],
      ['alerts and digest to', provider.alertEmails.join(', ') || 'ALERT_EMAILS'],
      ['cancellations without approval', `${provider.maxCancels}, and ${provider.maxCancelsPercent} % of a night`],
    ],
  );
}
