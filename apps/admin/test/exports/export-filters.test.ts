import { expect, test } from 'vitest';
import { chosenRows } from '~/exports/export-filters';
import { formatBytes } from '~/exports/export-words';

const at = (search: string) => new URL(`https://console.example.org/exports/new?${search}`);

test('an export of classes has the filters of their table', () => {
  const { filter, words } = chosenRows('COURSE_RUNS', 'T26ZZ0001K', at('connection=COURSE_RUNS&status=PENDING&order=LEARNERS'));
  expect(filter).toEqual({ courseRuns: { provider: 'T26ZZ0001K', upcoming: true, classStatus: 'PENDING' } });
  expect(words).toContainEqual({ term: 'Class status', value: 'Pending' });
});

test('other lists are asked with their own filters, by the pages’ short names too', () => {
  const { filter, words } = chosenRows('SYNC_LOGS', 'T26ZZ0001K', at('course=TGS-1&status=ERROR'));
  expect(filter).toEqual({ syncLogs: { provider: 'T26ZZ0001K', courseCode: 'TGS-1', status: 'ERROR' } });
  expect(words).toEqual([
    { term: 'Course', value: 'TGS-1' },
    { term: 'Status', value: 'Error' },
  ]);
});

test('what is not understood is dropped and told, so that no file is larger than somebody thinks without a word', () => {
  const { filter, dropped } = chosenRows('ENROLMENTS', 'T26ZZ0001K', at('status=LOST'));
  expect(filter).toEqual({ enrolments: { provider: 'T26ZZ0001K' } });
  expect(dropped).toEqual([{ name: 'status', value: 'LOST' }]);
});

test('sizes are told in thousands', () => {
  expect([0, 820, 9_240, 1_000_000, 123_456_789].map(formatBytes)).toEqual(['0 bytes', '820 bytes', '9.2 KB', '1 MB', '123 MB']);
});
