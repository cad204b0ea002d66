import type { LocalCourseRun, SsgCourseRun } from '../../src/course-run/course-run.js';
import type { CourseRunFacts, CourseRunPlan, CourseRunState } from '../../src/course-run/plan.js';
import type { LocalEnrolment, SsgEnrolment, SsgTrainee } from '../../src/enrolment/enrolment.js';
import type { LocalLearner } from '../../src/learner/learner.js';

/** Facts for examples. Everybody in them is invented. */

export const RUN_ID = 'run-1';
export const OTHER_RUN_ID = 'run-2';

export function ssgRun(values: Partial<SsgCourseRun> = {}): SsgCourseRun {
  return {
    ssgRunId: '850014',
    courseCode: 'TGS-2020002140',
    startDate: '2026-03-02',
    endDate: '2026-03-03',
    modeOfTrainingCode: '1',
    qrCodeLink: 'https://www.myskillsfuture.gov.sg/api/take-attendance/RA145428',
    vacancyCode: 'A',
    vacancyDescription: 'Available',
    ...values,
  };
}

export function localRun(values: Partial<LocalCourseRun> = {}): LocalCourseRun {
  return {
    id: RUN_ID,
    version: 3,
    ssgRunId: '850014',
    startDate: '2026-03-02',
    endDate: '2026-03-03',
    modeOfLearning: 'Physical',
    modeOfTrainingCode: '1',
    digitalAttendanceId: 'RA145428',
    courseVacancyCode: 'A',
    courseVacancyDescription: 'Available',
    classStatus: 'Confirmed',
    classType: 'Hybrid',
    lifecycle: 'Scheduled',
    assignedTrainerId: null,
    assignedTrainerName: null,
    assignedTrainerEmail: null,
    assignmentSource: null,
    tpgAssignedTrainerName: null,
    tpgAssignedTrainerEmail: null,
    ...values,
  };
}

export function trainee(values: Partial<SsgTrainee> = {}): SsgTrainee {
  return { identifierHash: 'hash-a', identifierMasked: '*****001A', name: 'Ana Ng', email: 'ana@example.org', ...values };
}

export function ssgEnrolment(
  referenceNumber: string,
  values: Partial<Omit<SsgEnrolment, 'trainee'>> & { trainee?: Partial<SsgTrainee> } = {},
): SsgEnrolment {
  const { trainee: traineeValues, ...others } = values;
  return {
    referenceNumber,
    status: 'Confirmed',
    updatedOn: '2026-02-01T00:00:00Z',
    rawDataHash: `payload-${referenceNumber}`,
    ...others,
    trainee: trainee(traineeValues),
  };
}

/** A row that is exactly as `ssgEnrolment(referenceNumber)` tells it. */
export function localEnrolment(referenceNumber: string | null, values: Partial<LocalEnrolment> = {}): LocalEnrolment {
  return {
    id: `row-${referenceNumber}`,
    version: 1,
    learnerId: 'learner-a',
    courseRunId: RUN_ID,
    referenceNumber,
    status: 'Confirmed',
    ssgStatus: 'Confirmed',
    rawDataHash: `payload-${referenceNumber}`,
    unconfirmedBySsg: false,
    ...values,
  };
}

export function learner(id: string, values: Partial<LocalLearner> = {}): LocalLearner {
  return { id, identifierHash: 'hash-a', name: 'Ana Ng', email: 'ana@example.org', ...values };
}

export function facts(
  enrolments: readonly SsgEnrolment[],
  local: Partial<CourseRunState> = {},
  courseRun: SsgCourseRun = ssgRun(),
): CourseRunFacts {
  return {
    ssg: { courseRun, enrolments },
    local: { courseRun: localRun(), enrolments: [], learners: [], ...local },
    settings: { modeProfile: 'tms' },
  };
}

export function changesOf(plan: CourseRunPlan): unknown[] {
  return [plan.courseRun, ...plan.learners, ...plan.enrolments].filter((change) => change !== null);
}

/** Ids that are unique as long as no key is created twice in one state. */
export function countingIds(prefix: string): (entity: string, key: string) => string {
  let count = 0;
  return (entity, key) => `${prefix}-${entity}-${key}-${++count}`;
}
