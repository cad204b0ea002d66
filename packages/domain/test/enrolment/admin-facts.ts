import type { EnrolmentToPlace, TargetRun } from '../../src/enrolment/admin-act.js';

/** Facts for examples of admins' acts. Everybody in them is invented. */

export const TODAY = '2026-03-02';

export function row(values: Partial<EnrolmentToPlace> = {}): EnrolmentToPlace {
  return {
    id: 'row-1',
    learnerId: 'learner-a',
    courseRunId: 'run-1',
    courseId: 'course-1',
    ssgRunId: '850001',
    referenceNumber: 'R1',
    status: 'Confirmed',
    ssgStatus: 'Confirmed',
    rawDataHash: 'payload-R1',
    enrolledAt: null,
    enrolledBy: null,
    ...values,
  };
}

/** The learner's row in the second run. */
export const otherRow = (values: Partial<EnrolmentToPlace> = {}): EnrolmentToPlace =>
  row({ id: 'row-2', courseRunId: 'run-2', ssgRunId: '850002', referenceNumber: 'R2', rawDataHash: 'payload-R2', ...values });

export function target(values: Partial<TargetRun> = {}): TargetRun {
  return {
    id: 'run-2',
    ssgRunId: '850002',
    courseId: 'course-1',
    courseCode: 'TGS-2026000001',
    classStatus: 'Pending',
    lifecycle: 'Scheduled',
    isArchived: false,
    endDate: '2026-03-10',
    ...values,
  };
}

/** The run that `row()` is in. */
export const ownRun = (values: Partial<TargetRun> = {}): TargetRun => target({ id: 'run-1', ssgRunId: '850001', ...values });
