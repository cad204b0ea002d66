import type { Chain } from '../../workflow/chain.js';
import { purgeOperationalLogsStep } from './purge-operational-logs-step.js';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

/** Sundays at 04:00 UTC, once for the whole installation (S4.10). */
export const CLEANUP: Chain = {
  declaration: {
    name: 'cleanup',
    title: 'Cleanup',
    scope: 'system',
    modes: ['full'],
    maxResumeAgeMs: 24 * HOUR,
    steps: [
      {
        name: 'purge_operational_logs',
        title: 'Purge operational logs',
        needs: [],
        required: true,
        upstream: null,
        prerequisites: [],
        retry: { attempts: 3, backoffMs: 5 * MINUTE },
        timeoutMs: 2 * HOUR,
        maxInterruptions: 3,
      },
    ],
  },
  schedule: {
    cron: '0 4 * * 0',
    timeZone: 'UTC',
    fullWeekdays: [0, 1, 2, 3, 4, 5, 6],
    overlapPolicy: 'skip',
    catchUpHours: 24,
  },
  handlers: { purge_operational_logs: purgeOperationalLogsStep },
  checks: {},
};
