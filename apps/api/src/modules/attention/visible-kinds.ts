import type { Action } from '@rollcall/domain/permission/actions';
import { can } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import { ATTENTION_KINDS, type AttentionKind } from './attention.js';

/** What one must be allowed to read, to be told of a kind. */
const ACTION_OF_KIND: Readonly<Record<AttentionKind, Action>> = {
  chain_run_waiting: 'chain.read',
  chain_run_failed: 'chain.read',
  incident_open: 'incident.read',
  run_without_trainer: 'course_run.read',
  trainer_list_exhausted: 'course_run.read',
  ambiguous_trainer: 'course_run.read',
  sync_error: 'sync.read',
  activated_pending: 'course_run.read',
  activated_empty: 'course_run.read',
  missed_window: 'course_run.read',
  trainer_drift: 'course_run.read',
  learner_review: 'learner_review.read',
  enrolment_unconfirmed: 'enrolment.read',
};

/** The kinds of attention that somebody is told of at a provider, and whose runs alone count; null: everybody's. */
export interface VisibleKinds {
  kinds: readonly AttentionKind[];
  ownerId: string | null;
}

/** Those who see only runs that they teach are told of these, and of nothing else (X6). */
export function visibleKinds(principal: Principal, providerId: string): VisibleKinds {
  const ownerIds = principal.id === null ? [] : [principal.id];
  const verdictOf = (action: Action) => can(principal, action, { providerId, ownerIds });
  const runs = verdictOf('course_run.read');
  return {
    kinds: ATTENTION_KINDS.filter((kind) => verdictOf(ACTION_OF_KIND[kind]).allowed),
    ownerId: runs.allowed && runs.extent === 'own' ? principal.id : null,
  };
}
