import * as fc from 'fast-check';
import type { CourseRunState } from '../../src/course-run/plan.js';
import { ENROLMENT_STATUSES, type LocalEnrolment, type SsgEnrolment } from '../../src/enrolment/enrolment.js';
import type { LocalLearner } from '../../src/learner/learner.js';
import { localRun, OTHER_RUN_ID, RUN_ID, ssgRun } from './facts.js';

/** Small pools, so that identifiers, references, names and addresses collide all the time. */
const hash = fc.constantFrom('hash-a', 'hash-b', 'hash-c');
const name = fc.constantFrom('Ana Ng', 'ANA  NG', 'Ben Lim', 'Cho Tan');
const email = fc.constantFrom('team@example.org', 'ana@example.org');
const reference = fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5', 'R6');
const ssgStatus = fc.constantFrom(
  'Confirmed',
  'confirmed',
  'Active',
  'Pending',
  'Cancelled',
  'WITHDRAWN',
  'Rejected',
  'On Hold',
  'Admin Removed',
);
const updatedOn = fc.constantFrom(null, '2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z');
const orNone = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 4, nil: null });

export const anySsgEnrolment: fc.Arbitrary<SsgEnrolment> = fc.record({
  referenceNumber: reference,
  status: ssgStatus,
  updatedOn,
  rawDataHash: fc.constantFrom('payload-1', 'payload-2'),
  trainee: fc.record({ identifierHash: orNone(hash), name: orNone(name), email: orNone(email) }).map((values) => ({
    ...values,
    identifierMasked: values.identifierHash === null ? null : `*****${values.identifierHash}`,
  })),
});

export const anySsgEnrolments = fc.array(anySsgEnrolment, { maxLength: 7 });

export const anySsgRun = fc
  .record({
    startDate: fc.constantFrom('2026-03-02', '2026-03-09'),
    modeOfTrainingCode: fc.constantFrom(null, '1', '3', '9', '77'),
    qrCodeLink: fc.constantFrom(null, 'https://www.myskillsfuture.gov.sg/api/take-attendance/RA2', 'https://example.org/RA3'),
    vacancyCode: fc.constantFrom(null, 'F'),
    vacancyDescription: fc.constantFrom(null, 'Full'),
  })
  .map((values) => ssgRun(values));

const anyLocalRun = fc
  .record({
    classStatus: fc.constantFrom('Pending' as const, 'Confirmed' as const, 'Cancelled' as const),
    classType: fc.constantFrom(null, 'Virtual' as const),
    digitalAttendanceId: fc.constantFrom(null, 'RA1'),
    assignedTrainerName: fc.constantFrom(null, 'Tan Wei Ming'),
  })
  .map((values) => localRun(values));

/** States the database can hold: one row per learner and run, every reference number and identifier once. */
export const anyState: fc.Arbitrary<CourseRunState> = fc
  .record({
    courseRun: fc.option(anyLocalRun, { freq: 5, nil: null }),
    learners: fc.array(fc.record({ identifierHash: orNone(hash), name, email: orNone(email) }), { maxLength: 5 }),
    rows: fc.array(
      fc.record({
        learner: fc.nat({ max: 4 }),
        isOfThisRun: fc.boolean(),
        referenceNumber: orNone(reference),
        status: fc.constantFrom(...ENROLMENT_STATUSES, 'Admin Removed' as const),
        ssgStatus: orNone(ssgStatus),
        rawDataHash: orNone(fc.constantFrom('payload-1', 'payload-2')),
        unconfirmedBySsg: fc.boolean(),
        isPlacedByAdmin: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
    decisions: fc.uniqueArray(fc.record({ referenceNumber: reference, learner: fc.nat({ max: 4 }) }), {
      maxLength: 3,
      selector: ({ referenceNumber }) => referenceNumber,
    }),
  })
  .map(({ courseRun, learners: rawLearners, rows, decisions }) => {
    const hashes = new Set<string>();
    const learners = rawLearners.map((values, index): LocalLearner => {
      const isTaken = values.identifierHash !== null && hashes.has(values.identifierHash);
      if (values.identifierHash !== null) hashes.add(values.identifierHash);
      return { ...values, id: `learner-${index}`, identifierHash: isTaken ? null : values.identifierHash };
    });
    const taken = new Set<string>();
    const enrolments: LocalEnrolment[] = [];
    for (const { learner, isOfThisRun, isPlacedByAdmin, ...values } of rows) {
      const owner = learners[learner];
      const courseRunId = isOfThisRun && courseRun !== null ? RUN_ID : OTHER_RUN_ID;
      const keys = [`${owner?.id} ${courseRunId}`, ...(values.referenceNumber === null ? [] : [values.referenceNumber])];
      if (!owner || keys.some((key) => taken.has(key))) continue;
      // Of other runs, only enrolments with one of SSG's references are read.
      if (courseRunId === OTHER_RUN_ID && values.referenceNumber === null) continue;
      for (const key of keys) taken.add(key);
      // Who put a row where it is, is looked up for rows of other runs only.
      const placed = courseRunId === OTHER_RUN_ID && { placedByAdmin: isPlacedByAdmin };
      enrolments.push({ ...values, ...placed, id: `row-${enrolments.length}`, version: 1, learnerId: owner.id, courseRunId });
    }
    const decidedLearners = decisions.flatMap(({ referenceNumber, learner }) => {
      const named = learners[learner];
      const owner = enrolments.find((row) => row.referenceNumber === referenceNumber)?.learnerId ?? named?.id;
      // No review is resolved for somebody else than the learner of a row that is here.
      return named && named.id === owner ? [{ referenceNumber, learnerId: named.id }] : [];
    });
    return { courseRun, enrolments, learners, decidedLearners };
  });

export const anyFacts = fc.record({
  ssg: fc.record({ courseRun: anySsgRun, enrolments: anySsgEnrolments }),
  local: anyState,
  settings: fc.record({ modeProfile: fc.constantFrom('tms' as const, 'ssg-official' as const) }),
});
