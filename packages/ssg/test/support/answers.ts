import type { Envelope } from '../../src/wire/envelope.js';

/** Invented answers in SSG's shapes; the official ones are read from the samples folder by the sample tests. */
export function runRow(id: number | string, more: Record<string, unknown> = {}) {
  return { id, courseDates: { start: 20251201, end: 20251202 }, linkCourseRunTrainer: [], ...more };
}

export function runPage(ids: readonly (number | string)[], total: number | undefined) {
  const course = { referenceNumber: 'TGS-2020000001', title: 'Invented Course', runs: ids.map((id) => runRow(id)), supports: [] };
  return { data: { course }, error: {}, meta: total === undefined ? {} : { total }, status: 200 } satisfies Envelope;
}

export function runView(run: Record<string, unknown> = {}) {
  const flat = { id: 850001, courseStartDate: 20251201, courseEndDate: 20251202, linkCourseRunTrainer: [], ...run };
  const course = { referenceNumber: 'TGS-2020000001', title: 'Invented Course', run: flat, support: [] };
  return { data: { course }, error: {}, meta: {}, status: 200 } satisfies Envelope;
}

export function enrolmentRow(number: number) {
  return {
    enrolment: {
      referenceNumber: `ENR-2510-${String(number).padStart(6, '0')}`,
      status: 'Confirmed',
      course: { referenceNumber: 'TGS-2020000001', run: { id: '850001' } },
      trainee: { id: 'masked', email: { full: `learner-${number}@example.org` } },
    },
    meta: { createdOn: '2025-10-28 12:01:52', updatedOn: '2025-10-28 12:08:27' },
  };
}

export function enrolmentPage(numbers: readonly number[], totalRecords: number | undefined) {
  return {
    status: '200',
    data: numbers.map(enrolmentRow),
    meta: totalRecords === undefined ? {} : { totalRecords },
    error: {},
  } satisfies Envelope;
}

export const NO_RUN_FOUND = {
  data: {},
  error: { code: 404, details: [{ field: '', message: 'No course run found.' }], errorId: '', message: 'Not Found' },
  meta: {},
  status: 404,
} satisfies Envelope;
