import { z } from 'zod';
import { forbiddenUen, invalidInput, mysfSuccess, nothingFound } from './answers.js';
import { ATTENDANCE_STATUSES, IDENTIFIER_TYPES, labelOf, SURVEY_LANGUAGES } from './code-tables.js';
import { toCompactText } from './dates.js';
import type { OperationHandler } from './operation-call.js';
import type { AttendanceRecord, SessionRecord } from './records.js';
import { BLANK_VENUE } from './run-factory.js';
import { runOfQuery } from './sessions.js';

/** GET …/sessions/attendance (ssg-api.md §6.1): every session of the run, or the one of `sessionId`; the total counts records. */
export const listAttendance: OperationHandler = (call) => {
  const { query, state } = call;
  const run = runOfQuery(call);
  if (run === 'foreign') return forbiddenUen('mysf');
  if (run === 'incomplete') return invalidInput();
  const wanted = query.get('sessionId') ?? '';
  const sessions = run === 'unknown' ? [] : state.sessionsOfRun(run).filter(({ id }) => wanted === '' || id === wanted);
  if (run === 'unknown' || sessions.length === 0) return nothingFound();
  const answers = sessions.map((session) => sessionWithAttendance(session, state.attendanceOfSession(session.id)));
  const course = state.course(run.courseReferenceNumber);
  return mysfSuccess(
    {
      courseRun: {
        // Text here, numbers everywhere else on a run.
        courseDates: { end: toCompactText(run.endDate), start: toCompactText(run.startDate) },
        externalReferenceNumber: course?.externalReferenceNumber ?? run.courseReferenceNumber,
        id: run.id,
        modeOfTraining: run.modeOfTraining,
        referenceNumber: run.courseReferenceNumber,
        sessions: answers,
        title: course?.title ?? '',
      },
    },
    { total: answers.reduce((total, { attendance }) => total + attendance.length, 0) },
  );
};

const code = (table: Readonly<Record<string, string>>) =>
  z.looseObject({ code: z.string().refine((value) => labelOf(table, value) !== null) });

const uploadRequest = z.looseObject({
  uen: z.string().min(1),
  corppassId: z.string().min(1),
  course: z.looseObject({
    sessionID: z.string().min(1),
    referenceNumber: z.string().min(1),
    attendance: z.looseObject({
      status: code(ATTENDANCE_STATUSES),
      trainee: z.looseObject({
        id: z.string().min(1),
        name: z.string().min(1),
        email: z.string().nullish(),
        idType: code(IDENTIFIER_TYPES),
        contactNumber: z.looseObject({
          mobile: z.string().nullish(),
          areaCode: z.int().nullish(),
          countryCode: z.int(),
        }),
        numberOfHours: z.number().min(0.5).max(8).nullish(),
        surveyLanguage: code(SURVEY_LANGUAGES),
      }),
    }),
  }),
});

/**
 * POST …/sessions/attendance (§6.2), one trainee a call; the same trainee again replaces his record. An e-mail address or a mobile
 * number is needed, hours only on the job. Every mistake answers "Invalid input parameter(s)." without a field.
 */
export const uploadAttendance: OperationHandler = ({ body, parameters, uens, state }) => {
  const parsed = uploadRequest.safeParse(body);
  if (!parsed.success) return invalidInput();
  const { uen, course } = parsed.data;
  const { trainee, status } = course.attendance;
  if (!uens.includes(uen)) return forbiddenUen('mysf');
  const run = state.run(Number(parameters.runId));
  const session = run === null ? undefined : state.sessionsOfRun(run).find(({ id }) => id === course.sessionID);
  if (run === null || run.uen !== uen || session === undefined || run.courseReferenceNumber !== course.referenceNumber) {
    return invalidInput();
  }
  const unreachable = !trainee.email && !trainee.contactNumber.mobile;
  if (unreachable || (run.modeOfTraining === '4' && (trainee.numberOfHours ?? null) === null)) return invalidInput();

  const before = state.attendanceOfSession(session.id);
  const known = before.find(({ identifier }) => identifier === trainee.id);
  const record: AttendanceRecord = {
    id: known?.id ?? state.nextAttendanceId(),
    sessionId: session.id,
    statusCode: status.code,
    identifier: trainee.id,
    identifierType: trainee.idType.code as AttendanceRecord['identifierType'],
    name: trainee.name,
    email: trainee.email ?? '',
    mobile: trainee.contactNumber.mobile ?? '',
    areaCode: String(trainee.contactNumber.areaCode ?? ''),
    countryCode: String(trainee.contactNumber.countryCode),
    numberOfHours: String(trainee.numberOfHours ?? ''),
    surveyLanguage: trainee.surveyLanguage.code,
  };
  state.setAttendanceOfSession(session.id, [...before.filter((other) => other !== known), record]);
  state.saveRun({ ...run, attendanceTaken: true });
  return mysfSuccess({});
};

function sessionWithAttendance(session: SessionRecord, records: readonly AttendanceRecord[]) {
  return {
    attendance: records.map(attendanceAnswer),
    endDate: toCompactText(session.endDate),
    endTime: session.endTime,
    id: session.id,
    modeOfTraining: session.modeOfTraining,
    startDate: toCompactText(session.startDate),
    startTime: session.startTime,
    // Blank members here, null members in the sessions answer (§5.5).
    venue: session.venue ?? BLANK_VENUE,
  };
}

const attendanceAnswer = (record: AttendanceRecord) => ({
  editedByTP: 'No',
  entryMode: 'Manual',
  errorMessage: '',
  id: record.id,
  latitude: '',
  longitude: '',
  manuallyAdded: true,
  nric: record.identifier,
  numberOfHours: record.numberOfHours,
  sentToTraqom: 'Pending Upload to TRAQOM.',
  status: labelOf(ATTENDANCE_STATUSES, record.statusCode),
  trainee: {
    accountType: '',
    contactNumber: { areaCode: record.areaCode, countryCode: record.countryCode, mobile: record.mobile },
    email: record.email,
    id: record.identifier,
    idType: { code: record.identifierType, description: IDENTIFIER_TYPES[record.identifierType] },
    individualId: null,
    name: record.name,
    surveyLanguage: { code: record.surveyLanguage, description: labelOf(SURVEY_LANGUAGES, record.surveyLanguage) },
  },
});
