import { type NextTrainer, type NextTrainerCandidate, nextTrainer } from '@rollcall/domain/trainer/next-trainer';
import type { RunTrainerRole } from '@rollcall/domain/trainer/trainer';
import type { TrainerUserLoader } from '../trainers/trainer-user-loader.graphql.js';

/** The people linked to a run, first trainer first. All fields that show them select this, so that they share one query. */
export const SELECT_RUN_TRAINERS = {
  trainers: {
    select: {
      trainerId: true,
      trainerName: true,
      trainerEmail: true,
      role: true,
      position: true,
      assignmentSource: true,
      assignedAt: true,
    },
    orderBy: [{ position: 'asc' as const }, { id: 'asc' as const }],
  },
};

/** What Next Trainer is computed from. */
export const SELECT_NEXT_TRAINER = {
  ...SELECT_RUN_TRAINERS,
  id: true as const,
  providerId: true as const,
  course: { select: { trainersList: true as const, trainersEmailList: true as const } },
  declines: { select: { trainerId: true as const } },
};

export interface RunTrainerRow {
  trainerId: string;
  trainerName: string;
  trainerEmail: string;
  role: string;
  position: number;
  assignmentSource: string;
  assignedAt: Date;
}

/** Trainer (Local): the first linked person who teaches; assessors do not (S0.33, X26). */
export function firstLocalTrainer(trainers: readonly RunTrainerRow[]): RunTrainerRow | null {
  return trainers.find((trainer) => trainer.role === 'trainer') ?? null;
}

/** Somebody on the list, with the run that they would be asked for. */
export interface RunCandidate extends NextTrainerCandidate {
  courseRunId: string;
}

/** Next Trainer of a run. */
export interface RunNextTrainer extends NextTrainer {
  candidates: RunCandidate[];
  /** True where the list has entries, and nobody of them is left to ask. */
  exhausted: boolean;
}

/**
 * Next Trainer: the first on the course's list who is neither linked to this run nor has declined it (S0.33).
 *
 * @param ifDeclined row ids of those who are supposed to decline too
 */
export async function computeNextTrainer(
  courseRun: {
    id: string;
    providerId: string;
    trainers: readonly RunTrainerRow[];
    course: { trainersList: string | null; trainersEmailList: string | null };
    declines: readonly { trainerId: string }[];
  },
  loadUsers: TrainerUserLoader,
  ifDeclined: readonly string[] = [],
): Promise<RunNextTrainer> {
  const declined = courseRun.declines.map((decline) => decline.trainerId);
  const { next, candidates } = nextTrainer({
    ...courseRun.course,
    assigned: courseRun.trainers.map((trainer) => ({
      trainerId: trainer.trainerId,
      name: trainer.trainerName,
      email: trainer.trainerEmail,
      role: trainer.role as RunTrainerRole,
      position: trainer.position,
    })),
    declinedTrainerIds: [...declined, ...ifDeclined],
    users: await loadUsers(courseRun.providerId, courseRun.course),
  });
  const isSupposed = ({ id, verdict }: NextTrainerCandidate) => verdict === 'declined' && id !== null && !declined.includes(id);
  return {
    next,
    exhausted: next === null && candidates.length > 0,
    candidates: candidates.map((candidate) => ({
      ...candidate,
      courseRunId: courseRun.id,
      ...(isSupposed(candidate) && { reason: 'Would decline this run, as is supposed here.' }),
    })),
  };
}
