import type { CourseRunState } from '@rollcall/domain/course-run/plan';
import type { LocalEnrolment, SsgEnrolment } from '@rollcall/domain/enrolment/enrolment';
import type { LocalLearner } from '@rollcall/domain/learner/learner';

/**
 * The rows that a dry run has planned so far, laid over what the database holds: a learner whom one run would create is
 * known to the next, as in the sync itself. Holds what differs from the database and nothing else.
 */
export class PlannedRows {
  readonly #learners = new Map<string, LocalLearner>();
  readonly #learnersByHash = new Map<string, string>();
  readonly #learnersByEmail = new Map<string, Set<string>>();
  readonly #enrolments = new Map<string, LocalEnrolment>();
  readonly #enrolmentsByReference = new Map<string, string>();

  /** A run's state as it would be read if everything planned so far had been written. */
  over(state: CourseRunState, ssgEnrolments: readonly SsgEnrolment[]): CourseRunState {
    const enrolments = new Map(state.enrolments.map((row) => [row.id, this.#enrolments.get(row.id) ?? row]));
    for (const { referenceNumber } of ssgEnrolments) {
      const planned = this.#enrolments.get(this.#enrolmentsByReference.get(referenceNumber) ?? '');
      if (planned) enrolments.set(planned.id, planned);
    }
    const learners = new Map(state.learners.map((row) => [row.id, this.#learners.get(row.id) ?? row]));
    for (const id of this.#learnerIdsFor(ssgEnrolments, [...enrolments.values()])) {
      const planned = this.#learners.get(id);
      if (planned) learners.set(id, planned);
    }
    return { ...state, enrolments: [...enrolments.values()], learners: [...learners.values()] };
  }

  /** Keeps the rows that `after` has and `before` had not. */
  remember(before: CourseRunState, after: CourseRunState): void {
    const known = new Set<unknown>([...before.enrolments, ...before.learners]);
    for (const row of after.learners) if (!known.has(row)) this.#rememberLearner(row);
    for (const row of after.enrolments) if (!known.has(row)) this.#rememberEnrolment(row);
  }

  #learnerIdsFor(ssgEnrolments: readonly SsgEnrolment[], enrolments: readonly LocalEnrolment[]): string[] {
    return [
      ...enrolments.map((row) => row.learnerId),
      ...ssgEnrolments
        .flatMap(({ trainee }) => [
          this.#learnersByHash.get(trainee.identifierHash ?? '') ?? [],
          [...(this.#learnersByEmail.get(trainee.email ?? '') ?? [])],
        ])
        .flat(),
    ];
  }

  #rememberLearner(row: LocalLearner): void {
    this.#learners.set(row.id, row);
    if (row.identifierHash !== null) this.#learnersByHash.set(row.identifierHash, row.id);
    if (row.email !== null) this.#learnersByEmail.set(row.email, (this.#learnersByEmail.get(row.email) ?? new Set()).add(row.id));
  }

  #rememberEnrolment(row: LocalEnrolment): void {
    this.#enrolments.set(row.id, row);
    if (row.referenceNumber !== null) this.#enrolmentsByReference.set(row.referenceNumber, row.id);
  }
}
