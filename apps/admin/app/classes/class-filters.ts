import { z } from 'zod';
import type { VariablesOf } from '~/api/graphql';
import { formatDay } from '~/ui/format-moment';
import { ISSUE_WORDS } from '~/words/issue-words';
import { STATUS_WORDS } from '~/words/status-words';
import { COLUMN_WORDS } from './column-words';
import { PAGE_SIZES, TRAINER_STATES } from './filter-choices';
import type { UpcomingClasses } from './upcoming-classes';

const Issue = z.enum([
  'RUN_WITHOUT_TRAINER',
  'TRAINER_LIST_EXHAUSTED',
  'AMBIGUOUS_TRAINER',
  'SYNC_ERROR',
  'ACTIVATED_PENDING',
  'ACTIVATED_EMPTY',
  'MISSED_WINDOW',
  'TRAINER_DRIFT',
  'LEARNER_REVIEW',
  'ENROLMENT_UNCONFIRMED',
]);

/** The filters, the order and the look of the table of classes, as its address has them. */
export const ClassFilters = z.object({
  q: z.string().trim().max(100).optional(),
  course: z.string().trim().max(60).optional(),
  status: z.enum(['CONFIRMED', 'PENDING', 'CANCELLED']).optional(),
  type: z.enum(['PHYSICAL', 'VIRTUAL', 'HYBRID']).optional(),
  trainer: z.enum(['NONE', 'NONE_LOCAL', 'NONE_TPG', 'NONE_ASSIGNED', 'ANY']).optional(),
  issue: z.enum(['ANY', ...Issue.options]).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** Every class that is known, not those alone that the nightly sync looks at. */
  all: z.literal('1').optional(),
  order: z
    .enum([
      'START_DATE',
      'END_DATE',
      'COURSE_CODE',
      'COURSE_TITLE',
      'SSG_RUN_ID',
      'CLASS_STATUS',
      'CLASS_TYPE',
      'LEARNERS',
      'UPDATED_AT',
    ])
    .default('START_DATE'),
  direction: z.enum(['ASC', 'DESC']).default('ASC'),
  size: z.enum(PAGE_SIZES).default('25'),
  hide: z
    .string()
    .transform((words) => words.split(' '))
    .pipe(z.array(z.enum(COLUMN_WORDS)))
    .default([]),
});
export type ClassFilterValues = z.output<typeof ClassFilters>;

type CourseRunFilter = VariablesOf<typeof UpcomingClasses>['filter'];

/** The filters as the API takes them, for this page's list and for its export alike. */
export function courseRunFilterOf(uen: string, filters: ClassFilterValues): CourseRunFilter {
  const { q, course, status, type, trainer, issue, from, to, all } = filters;
  return {
    provider: uen,
    ...(!all && { upcoming: true }),
    ...(q && { text: q }),
    ...(course && { courseCode: course }),
    ...(status && { classStatus: status }),
    ...(type && { classType: type }),
    ...(trainer && { trainer }),
    ...(issue && { issues: issue === 'ANY' ? [] : [issue] }),
    ...(from && { startFrom: from }),
    ...(to && { startTo: to }),
  };
}

/** The filters in words, for where they are shown and not chosen. */
export function classFilterWords(filters: ClassFilterValues): { term: string; value: string }[] {
  const { q, course, status, type, trainer, issue, from, to, all } = filters;
  const words: [string, string | undefined][] = [
    ['Which classes', all ? 'All, whenever they start' : 'Those that the nightly sync looks at'],
    ['Text', q && `“${q}”`],
    ['Course', course],
    ['Class status', status && STATUS_WORDS.classStatus[status].label],
    ['Class type', type && STATUS_WORDS.classType[type].label],
    ['Trainer', trainer && TRAINER_STATES[trainer]],
    ['Issue', issue && (issue === 'ANY' ? 'Any' : ISSUE_WORDS[issue].label)],
    ['Starts from', from && formatDay(from)],
    ['Starts up to', to && formatDay(to)],
  ];
  return words.flatMap(([term, value]) => (value ? [{ term, value }] : []));
}
