import type { Chain } from '../../workflow/chain.js';
import { activateClassesStep } from './activate-classes-step.js';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;

/**
 * At 05:00 in each provider's own zone, classes whose day has come become Active (S2.1, S2.4, bug 37). A morning that was
 * missed is made up for during the whole day: the activation is wanted that day, and doing it twice changes nothing (bug 41).
 */
export const CLASS_ACTIVATION: Chain = {
  declaration: {
    name: 'class_activation',
    title: 'Class activation',
    scope: 'provider',
    modes: ['full'],
    maxResumeAgeMs: 18 * HOUR,
    steps: [
      {
        name: 'activate_classes',
        title: 'Activate classes',
        needs: [],
        required: true,
        upstream: null,
        prerequisites: [],
        retry: { attempts: 3, backoffMs: MINUTE },
        timeoutMs: 10 * MINUTE,
        maxInterruptions: 3,
      },
    ],
  },
  schedule: {
    cron: '0 5 * * *',
    timeZone: 'provider',
    fullWeekdays: [0, 1, 2, 3, 4, 5, 6],
    overlapPolicy: 'skip',
    catchUpHours: 18,
  },
  handlers: { activate_classes: activateClassesStep },
  checks: {},
};
