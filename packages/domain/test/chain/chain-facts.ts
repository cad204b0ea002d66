import type { ChainDeclaration, Need, StepDeclaration, StepFacts } from '../../src/chain/chain.js';

/** A step that needs what is listed: `a` hard, `~a` soft. */
export function step(name: string, needs: readonly string[] = [], values: Partial<StepDeclaration> = {}): StepDeclaration {
  return {
    name,
    title: `Step ${name}`,
    needs: needs.map(
      (need): Need => (need.startsWith('~') ? { step: need.slice(1), kind: 'soft' } : { step: need, kind: 'hard' }),
    ),
    required: true,
    upstream: null,
    prerequisites: [],
    retry: { attempts: 2, backoffMs: 1000 },
    timeoutMs: 60_000,
    maxInterruptions: 2,
    ...values,
  };
}

export const optional = { required: false };

export function chainOf(steps: readonly StepDeclaration[], values: Partial<ChainDeclaration> = {}): ChainDeclaration {
  return {
    name: 'tgs_daily',
    title: 'Daily sync',
    scope: 'provider',
    modes: ['full', 'incremental'],
    maxResumeAgeMs: 6 * 3_600_000,
    steps,
    ...values,
  };
}

export function facts(name: string, status: StepFacts['status'], values: Partial<StepFacts> = {}): StepFacts {
  return { name, status, attempts: 0, interruptions: 0, warnings: 0, ranOnStaleInputs: false, leftOut: false, ...values };
}

/** The daily chain of S4.8 as far as its order goes. */
export const dailyChain = chainOf([
  step('sync_courses'),
  step('impartner_sync_full'),
  step('sync_npcu', ['sync_courses']),
  step('sync_users', ['sync_courses', 'impartner_sync_full']),
  step('sync_groups', ['sync_users']),
  step('group_members_sync', ['sync_groups'], optional),
  step('sync_enrollments', ['sync_npcu', 'sync_groups', '~group_members_sync']),
  step('sync_to_impartner', ['sync_enrollments'], optional),
]);
