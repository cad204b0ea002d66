import type { LocalEnrolment } from '../enrolment/enrolment.js';
import type { LearnerReference, LocalLearner } from '../learner/learner.js';
import type { LocalCourseRun } from './course-run.js';
import type { CourseRunPlan, CourseRunState, EnrolmentChange } from './plan.js';
import { NEW_RUN_CLASS_STATUS } from './plan-course-run.js';

/** Gives a new row its id; `key` is the change's key. The domain makes no ids itself. */
export type AssignId = (entity: 'course_run' | 'learner' | 'enrolment', key: string) => string;

/**
 * The local rows as they are after the plan, without writing anything: what a dry run shows.
 * @throws Error when the plan was not made from this state.
 */
export function applyPlan(state: CourseRunState, plan: CourseRunPlan, assignId: AssignId): CourseRunState {
  const courseRun = applyCourseRun(state.courseRun, plan, assignId);
  const newLearnerIds = new Map<string, string>();
  const learners = new Map(state.learners.map((learner) => [learner.id, learner]));
  for (const change of plan.learners) {
    const id = change.target?.id ?? assignId('learner', change.key);
    if (change.action === 'create') newLearnerIds.set(change.key, id);
    const { identifierHash, name, email } = change.after;
    learners.set(id, { id, identifierHash, name, email } satisfies LocalLearner);
  }
  const enrolments = new Map(state.enrolments.map((enrolment) => [enrolment.id, enrolment]));
  for (const change of plan.enrolments) {
    const row = applyEnrolment(change, enrolments, courseRun, (learner) => idOf(learner, newLearnerIds), assignId);
    enrolments.set(row.id, row);
  }
  return { ...state, courseRun, enrolments: [...enrolments.values()], learners: [...learners.values()] };
}

function applyCourseRun(
  before: LocalCourseRun | null,
  { courseRun: change }: CourseRunPlan,
  assignId: AssignId,
): LocalCourseRun | null {
  if (change === null) return before;
  if (change.action === 'update') {
    if (before === null) throw new Error(`The plan updates run ${change.key}, which the state does not hold.`);
    return { ...before, ...change.after, version: before.version + 1 };
  }
  return {
    id: assignId('course_run', change.key),
    version: 1,
    ssgRunId: change.key,
    ...change.after,
    classStatus: NEW_RUN_CLASS_STATUS,
    classType: null,
    lifecycle: 'Scheduled',
    assignedTrainerId: null,
    assignedTrainerName: null,
    assignedTrainerEmail: null,
    assignmentSource: null,
    tpgAssignedTrainerName: null,
    tpgAssignedTrainerEmail: null,
  };
}

function applyEnrolment(
  change: EnrolmentChange,
  enrolments: ReadonlyMap<string, LocalEnrolment>,
  courseRun: LocalCourseRun | null,
  learnerId: (learner: LearnerReference) => string,
  assignId: AssignId,
): LocalEnrolment {
  const { movesToThisRun, ...columns } = change.after;
  const intoThisRun = () => {
    if (courseRun === null) throw new Error(`The plan puts enrolment ${change.key} into a run that does not exist.`);
    return courseRun.id;
  };
  if (change.target === null) {
    const id = assignId('enrolment', change.key);
    return { id, version: 1, learnerId: learnerId(change.learner), courseRunId: intoThisRun(), ...columns };
  }
  const row = enrolments.get(change.target.id);
  if (!row) throw new Error(`The plan updates enrolment ${change.key}, which the state does not hold.`);
  return { ...row, ...columns, version: row.version + 1, courseRunId: movesToThisRun ? intoThisRun() : row.courseRunId };
}

function idOf(learner: LearnerReference, newLearnerIds: ReadonlyMap<string, string>): string {
  if (learner.kind === 'existing') return learner.id;
  const id = newLearnerIds.get(learner.key);
  if (id === undefined) throw new Error(`The plan names the new learner of ${learner.key} and does not create them.`);
  return id;
}
