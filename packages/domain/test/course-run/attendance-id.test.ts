import { expect, test } from 'vitest';
import { attendanceIdFromQrLink } from '../../src/course-run/attendance-id.js';

test.each([
  ['https://www.myskillsfuture.gov.sg/api/take-attendance/RA145428', 'RA145428'],
  ['https://uat.myskillsfuture.gov.sg/api/uat/take-attendance/RA145428', 'RA145428'],
  [
    'https://uat.myskillsfuture.gov.sg/api/uat/take-attendance/16c971d6d9fa59ead708693b4d6048d7',
    '16c971d6d9fa59ead708693b4d6048d7',
  ],
  [' https://www.myskillsfuture.gov.sg/api/take-attendance/RA1 ', 'RA1'],
  ['https://www.myskillsfuture.gov.sg/api/take-attendance/', null],
  ['https://www.myskillsfuture.gov.sg/api/take-attendance/RA', null],
  ['https://www.myskillsfuture.gov.sg/api/take-attendance/RA1/more', null],
  ['https://www.myskillsfuture.gov.sg/courses/RA145428', null],
  ['https://example.org/https://www.myskillsfuture.gov.sg/api/take-attendance/RA145428', null],
  ['RA145428', null],
  ['', null],
  [null, null],
])('S0.21 the attendance id in %s is %s', (link, expected) => {
  expect(attendanceIdFromQrLink(link)).toBe(expected);
});
