import type { OperationName } from '../wire/operations.js';
import { listAttendance, uploadAttendance } from './attendance.js';
import { editCourseRun } from './course-run-edit.js';
import { publishCourseRuns } from './course-run-publish.js';
import { listCourseRuns, viewCourseRun } from './course-runs.js';
import { createEnrolment } from './enrolment-create.js';
import { createEnrolmentSearch } from './enrolment-search.js';
import { updateEnrolment, updateFeeCollection, viewEnrolment } from './enrolments.js';
import type { OperationHandler } from './operation-call.js';
import { listSessions } from './sessions.js';
import { listTrainers } from './trainers.js';

/** Who answers what. The compiler insists on a handler for every operation of the table. */
export function createOperationHandlers(): Record<OperationName, OperationHandler> {
  return {
    'courseRuns.listByReference': listCourseRuns,
    'courseRuns.get': viewCourseRun,
    'courseRuns.publish': publishCourseRuns,
    'courseRuns.edit': editCourseRun,
    'sessions.list': listSessions,
    'attendance.list': listAttendance,
    'attendance.upload': uploadAttendance,
    'trainers.list': listTrainers,
    'enrolments.create': createEnrolment,
    'enrolments.update': updateEnrolment,
    'enrolments.updateFeeCollection': updateFeeCollection,
    'enrolments.search': createEnrolmentSearch(),
    'enrolments.view': viewEnrolment,
  };
}
