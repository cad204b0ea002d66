import type { AdminTrainerPlan, AdminTrainerRefusal, AdminTrainerWish } from '@rollcall/domain/trainer/admin-trainers';
import { type RunDays, warnOfOverlaps } from '@rollcall/domain/trainer/overlapping-runs';
import { planAdminTrainers } from '@rollcall/domain/trainer/plan-admin-trainers';
import type { TrainerUser } from '@rollcall/domain/trainer/trainer';
import type { PoolClient } from 'pg';
import { ActRefusal } from '../../acts/act-refusal.js';
import { type ActDependencies, actOnRuns, type DecidedRun, type RunsAct } from './act-on-runs.js';
import { findProviderUser, type NamedUser } from './find-provider-user.js';
import { findTaughtRuns } from './find-taught-runs.js';
import type { LockedRun } from './lock-runs.js';
import type { RunOutcome } from './run-outcome.js';
import { writeRunTrainers } from './write-run-trainers.js';

/** What one act wants with the trainers of its runs. */
export interface TrainerChange {
  /** Whom it is about; null: everybody linked. */
  named: NamedUser | null;
  /** The wish for one run. Throws `ActRefusal` where the person does not fit. */
  wishFor(run: LockedRun, user: TrainerUser | null): AdminTrainerWish;
  /** Whose own a run is, where trainers may act on their own. */
  ownerIds?(run: LockedRun, user: TrainerUser | null, listed: readonly TrainerUser[]): readonly string[];
  /** The users whom the course's lists may mean, for `ownerIds`. */
  loadListed?(transaction: PoolClient, runs: readonly LockedRun[]): Promise<readonly TrainerUser[]>;
}

interface TrainerChangeFacts {
  /** By provider. */
  users: ReadonlyMap<string, TrainerUser>;
  listed: readonly TrainerUser[];
  /** Runs that the person has, those asked about included. */
  taught: readonly (RunDays & { providerId: string })[];
}

/** One act on the trainers of one run or of several: one planner decides, one writer keeps junction and columns in step. */
export function changeRunTrainers(deps: ActDependencies, act: RunsAct, change: TrainerChange): Promise<RunOutcome[]> {
  return actOnRuns<TrainerChangeFacts, AdminTrainerPlan>(deps, act, {
    load: (transaction, runs) => loadFacts(transaction, runs, change),
    decide: (run, { users, taught }) => {
      const wish = change.wishFor(run, users.get(run.providerId) ?? null);
      const verdict = planAdminTrainers({ courseRun: run, linked: run.linked, declines: run.declines }, wish);
      if (verdict.kind === 'refused') throw refusalFrom(verdict.refusal);
      const { plan } = verdict;
      const others = taught.filter(({ providerId }) => providerId === run.providerId);
      const overlaps = plan.created.length > 0 ? warnOfOverlaps(run, others) : [];
      return { changed: plan.changed, warnings: [...plan.warnings, ...overlaps], decision: plan };
    },
    write: (transaction, changed) => writeRunTrainers(transaction, deps.newId, changed.map(writeOf)),
    ...(change.ownerIds && {
      ownerIds: (run, { users, listed }) => change.ownerIds?.(run, users.get(run.providerId) ?? null, listed) ?? [],
    }),
  });
}

async function loadFacts(
  transaction: PoolClient,
  runs: readonly LockedRun[],
  { named, loadListed }: TrainerChange,
): Promise<TrainerChangeFacts> {
  const providerIds = [...new Set(runs.map(({ providerId }) => providerId))];
  const users = named ? await findProviderUser(transaction, named, providerIds) : new Map<string, TrainerUser>();
  const [user] = users.values();
  const taught = user ? await findTaughtRuns(transaction, user.id, runs) : [];
  return { users, listed: loadListed ? await loadListed(transaction, runs) : [], taught: [...taught, ...runs] };
}

const writeOf = ({ run, decision }: DecidedRun<AdminTrainerPlan>) => ({
  ...decision,
  run,
  created: decision.created.map((link) => ({ ...link, assignmentSource: 'admin' as const })),
});

/** A refusal of the domain as the act's own. */
export const refusalFrom = ({ code, argument, message, remedy }: AdminTrainerRefusal): ActRefusal =>
  new ActRefusal({ code, message, remedy, path: argument === null ? [] : ['input', argument] });
