import type { StepDeclaration } from '@rollcall/domain/chain/chain';
import { closeLeftOpenBatch } from '../../modules/sync/close-left-open-batch.js';
import type { Chain } from '../../workflow/chain.js';
import { digestStep } from '../digest-step.js';
import { assignTrainersStep } from './assign-trainers-step.js';
import { findRunsStep } from './find-runs-step.js';
import { predictTgsDailyCalls } from './predict-calls.js';
import { TGS_DAILY_CHECKS } from './prerequisites.js';
import { reconcileCancellationsStep } from './reconcile-cancellations-step.js';
import { syncEnrolmentsStep } from './sync-enrolments-step.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What the steps that call SSG have in common. A night of 4,000 runs at the default pace takes more than two hours. */
const AT_SSG = {
  upstream: 'ssg',
  retry: { attempts: 3, backoffMs: 5 * MINUTE_MS },
  timeoutMs: 8 * HOUR_MS,
  maxInterruptions: 5,
} as const satisfies Partial<StepDeclaration>;

const STEPS: readonly StepDeclaration[] = [
  {
    ...AT_SSG,
    name: 'find_runs',
    title: 'Find course runs',
    needs: [],
    required: true,
    prerequisites: [{ name: 'provider-has-courses', sentence: 'The provider has at least one course with a TGS code.' }],
  },
  {
    ...AT_SSG,
    name: 'sync_enrolments',
    title: 'Sync enrolments',
    needs: [{ step: 'find_runs', kind: 'hard' }],
    required: true,
    prerequisites: [{ name: 'runs-were-found', sentence: 'The step find_runs gave a batch to work on.' }],
  },
  {
    ...AT_SSG,
    name: 'assign_trainers',
    title: 'Assign trainers',
    needs: [
      { step: 'find_runs', kind: 'hard' },
      { step: 'sync_enrolments', kind: 'hard' },
    ],
    required: true,
    prerequisites: [{ name: 'runs-were-found', sentence: 'The step find_runs gave a batch to work on.' }],
  },
  {
    ...AT_SSG,
    name: 'reconcile_cancellations',
    title: 'Reconcile cancellations',
    needs: [{ step: 'assign_trainers', kind: 'soft' }],
    required: false,
    prerequisites: [
      { name: 'enrolments-were-synced', sentence: 'The provider’s enrolments have been synced successfully at least once.' },
    ],
  },
  {
    name: 'digest',
    title: 'Send the digest',
    needs: [{ step: 'reconcile_cancellations', kind: 'soft' }],
    required: false,
    upstream: null,
    prerequisites: [],
    retry: { attempts: 2, backoffMs: MINUTE_MS },
    timeoutMs: 10 * MINUTE_MS,
    maxInterruptions: 5,
  },
];

/** Every night SSG's course runs and enrolments come here, trainers are assigned, late cancellations follow, and people are told. */
export const TGS_DAILY: Chain = {
  declaration: {
    name: 'tgs_daily',
    title: 'Daily sync',
    scope: 'provider',
    modes: ['full', 'incremental'],
    maxResumeAgeMs: 12 * HOUR_MS,
    steps: STEPS,
  },
  schedule: { cron: '0 2 * * *', timeZone: 'Asia/Singapore', fullWeekdays: [0], overlapPolicy: 'skip', catchUpHours: 6 },
  handlers: {
    find_runs: findRunsStep,
    sync_enrolments: syncEnrolmentsStep,
    assign_trainers: assignTrainersStep,
    reconcile_cancellations: reconcileCancellationsStep,
    digest: digestStep,
  },
  checks: TGS_DAILY_CHECKS,
  onEnd: closeLeftOpenBatch,
  predictCalls: predictTgsDailyCalls,
};
