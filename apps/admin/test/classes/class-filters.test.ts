import { expect, test } from 'vitest';
import { ClassFilters, classFilterWords, courseRunFilterOf } from '~/classes/class-filters';
import { readFilters } from '~/url/read-filters';

const read = (search: string) => readFilters(ClassFilters, new URL(`https://console.example.org/classes?${search}`));

test('S0.33 without filters the table is that of the upcoming classes, by first day', () => {
  const { values, dropped } = read('');
  expect(dropped).toEqual([]);
  expect(values).toMatchObject({ order: 'START_DATE', direction: 'ASC', size: '25', hide: [] });
  expect(courseRunFilterOf('T26ZZ0001K', values)).toEqual({ provider: 'T26ZZ0001K', upcoming: true });
});

test('every filter of the address reaches the API', () => {
  const { values } = read(
    'q=first&course=TGS-1&status=PENDING&type=HYBRID&trainer=NONE&issue=TRAINER_DRIFT&from=2026-11-22&all=1',
  );
  expect(courseRunFilterOf('T26ZZ0001K', values)).toEqual({
    provider: 'T26ZZ0001K',
    text: 'first',
    courseCode: 'TGS-1',
    classStatus: 'PENDING',
    classType: 'HYBRID',
    trainer: 'NONE',
    issues: ['TRAINER_DRIFT'],
    startFrom: '2026-11-22',
  });
});

test('any issue at all is an empty list to the API', () => {
  expect(courseRunFilterOf('T26ZZ0001K', read('issue=ANY').values).issues).toEqual([]);
});

test('what is not understood is dropped one by one, and told', () => {
  const { values, dropped } = read('status=MAYBE&size=7&hide=end+nonsense&from=2026-02-30&type=VIRTUAL');
  expect(dropped.map(({ name }) => name).sort()).toEqual(['from', 'hide', 'size', 'status']);
  expect(values).toMatchObject({ type: 'VIRTUAL', size: '25', hide: [] });
});

test('hidden columns stand in the address with a plus between', () => {
  expect(read('hide=end+vacancy').values.hide).toEqual(['end', 'vacancy']);
});

test('filters are told in words', () => {
  expect(classFilterWords(read('issue=RUN_WITHOUT_TRAINER&to=2026-12-01').values)).toEqual([
    { term: 'Which classes', value: 'Those that the nightly sync looks at' },
    { term: 'Issue', value: 'No trainer' },
    { term: 'Starts up to', value: 'Tue 1 Dec 2026' },
  ]);
});
