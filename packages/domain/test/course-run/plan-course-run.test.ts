import { describe, expect, test } from 'vitest';
import { planCourseRun } from '../../src/course-run/plan-course-run.js';
import { facts, localRun, ssgEnrolment, ssgRun } from '../support/facts.js';

function noticesOnMode(modeOfTrainingCode: string) {
  return planCourseRun(facts([ssgEnrolment('R1')], {}, ssgRun({ modeOfTrainingCode }))).notices;
}

describe('phase 4: the run', () => {
  test('S0.13 no enrolments: the run is not touched', () => {
    const plan = planCourseRun(facts([], {}, ssgRun({ startDate: '2026-03-09' })));
    expect(plan).toMatchObject({ outcome: 'no_enrolments', touched: false, courseRun: null });
    expect(plan.skips).toMatchObject([{ key: '850014', rule: 'S0.13 no-enrolments' }]);
  });

  test.each(['Cancelled', 'withdrawn', 'REJECTED'])(
    'S0.20 bug 20 all enrolments %s: the run is neither created nor updated',
    (status) => {
      for (const courseRun of [null, localRun()]) {
        const plan = planCourseRun(facts([ssgEnrolment('R1', { status })], { courseRun }, ssgRun({ startDate: '2026-03-09' })));
        expect(plan).toMatchObject({ outcome: 'success', touched: false, courseRun: null });
        expect(plan.skips[0]).toMatchObject({ key: '850014', rule: 'S0.20 no-active-enrolment' });
      }
    },
  );

  test.each(['Confirmed', 'active', 'Pending', 'On Hold'])('S0.20 one enrolment that is %s opens the gate', (status) => {
    const plan = planCourseRun(
      facts([ssgEnrolment('R1', { status: 'Cancelled' }), ssgEnrolment('R2', { status })], { courseRun: null }),
    );
    expect(plan).toMatchObject({ touched: true, courseRun: { action: 'create' } });
  });

  test('S0.21 a new run starts as Pending with SSG’s dates, mode, attendance id and vacancy', () => {
    const { courseRun } = planCourseRun(facts([ssgEnrolment('R1')], { courseRun: null }));
    expect(courseRun).toMatchObject({
      action: 'create',
      key: '850014',
      target: null,
      rule: 'S0.21 new-course-run',
      after: {
        startDate: '2026-03-02',
        endDate: '2026-03-03',
        modeOfLearning: 'Physical',
        modeOfTrainingCode: '1',
        digitalAttendanceId: 'RA145428',
        courseVacancyCode: 'A',
        courseVacancyDescription: 'Available',
      },
    });
    expect(courseRun?.fields).toContainEqual({
      field: 'class_status',
      before: null,
      after: 'Pending',
      owner: 'admin',
      rule: 'S0.21 new-course-run',
    });
  });

  test('S0.22 an update writes the fields that differ, with before and after, and nothing else', () => {
    const plan = planCourseRun(
      facts(
        [ssgEnrolment('R1')],
        { courseRun: localRun() },
        ssgRun({ startDate: '2026-03-09', vacancyCode: 'F', vacancyDescription: 'Full' }),
      ),
    );
    expect(plan.courseRun).toMatchObject({ action: 'update', target: { id: 'run-1', version: 3 } });
    expect(plan.courseRun?.fields.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['start_date', '2026-03-02', '2026-03-09'],
      ['course_vacancy_code', 'A', 'F'],
      ['course_vacancy_description', 'Available', 'Full'],
    ]);
  });

  test('S0.22 bug 19 what SSG leaves out stays: attendance id, vacancy, and the mode with its code', () => {
    const courseRun = localRun({ modeOfLearning: 'Online', modeOfTrainingCode: '2' });
    const silent = ssgRun({ modeOfTrainingCode: null, qrCodeLink: null, vacancyCode: null, vacancyDescription: null });
    const plan = planCourseRun(facts([ssgEnrolment('R1')], { courseRun }, silent));
    expect(plan.courseRun).toBeNull();
    expect(plan.touched).toBe(true);
    expect(plan.notices).toMatchObject([{ rule: 'S0.22 keep-when-absent' }]);
  });

  test('S0.22 a link that is no attendance link does not erase the attendance id', () => {
    const plan = planCourseRun(facts([ssgEnrolment('R1')], {}, ssgRun({ qrCodeLink: 'https://example.org/RA9' })));
    expect(plan.courseRun).toBeNull();
  });

  test('S0.23 the columns of admins and trainers never appear in an update', () => {
    const courseRun = localRun({
      startDate: '2020-01-01',
      endDate: '2020-01-01',
      modeOfLearning: 'x',
      modeOfTrainingCode: 'x',
      digitalAttendanceId: 'x',
      courseVacancyCode: 'x',
      courseVacancyDescription: 'x',
    });
    const { courseRun: change } = planCourseRun(facts([ssgEnrolment('R1')], { courseRun }));
    expect(change?.fields.map(({ field }) => field)).toEqual([
      'start_date',
      'end_date',
      'mode_of_learning',
      'mode_of_training_code',
      'digital_attendance_id',
      'course_vacancy_code',
      'course_vacancy_description',
    ]);
  });

  test('S0.24 X23 bug 21 notices on the mode name the run', () => {
    expect(noticesOnMode('1')).toEqual([]);
    expect(noticesOnMode('9')).toMatchObject([{ key: '850014', rule: 'X23 mode-profiles-disagree' }]);
    expect(noticesOnMode('77')).toMatchObject([{ key: '850014', rule: 'bug 21 unknown-mode' }]);
  });
});

test('every change, skip, notice and review carries its rule or reason, and a sentence', () => {
  const plan = planCourseRun(
    facts(
      [
        ssgEnrolment('R1'),
        ssgEnrolment('R2', { status: 'On Hold', trainee: { identifierHash: 'hash-b' } }),
        ssgEnrolment('R3', { status: 'Cancelled' }),
      ],
      { courseRun: null },
      ssgRun({ modeOfTrainingCode: '9' }),
    ),
  );
  const sentences = [
    plan.courseRun?.reason,
    ...[...plan.learners, ...plan.enrolments, ...plan.skips].map(({ reason }) => reason),
    ...[...plan.notices, ...plan.reviews].map(({ message }) => message),
  ];
  expect(sentences).toHaveLength(6);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
});
