import { z } from 'zod';
import type { VariablesOf } from '~/api/graphql';
import { ClassFilters, classFilterWords, courseRunFilterOf } from '~/classes/class-filters';
import { type ReadFilters, readFilters } from '~/url/read-filters';
import { statusOptions } from '~/words/status-words';
import type { ExportConnection } from './export-words';
import type { StartExport } from './start-export';

type ExportFilter = NonNullable<VariablesOf<typeof StartExport>['input']['filter']>;

export interface ChosenRows {
  filter: ExportFilter;
  /** The filter as people read it; empty where every row is meant. */
  words: { term: string; value: string }[];
  dropped: ReadFilters<unknown>['dropped'];
}

const text = z.string().trim().max(100).optional();
const code = z.string().trim().max(60).optional();
const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((word) => word === 'true' || word === '1')
  .optional();

const Learners = z.object({ text, email: text });
const Trainers = z.object({ text, active: flag, freeFrom: z.iso.date().optional(), freeTo: z.iso.date().optional() });
const Enrolments = z.object({
  text,
  courseCode: code,
  ssgRunId: code,
  referenceNumber: code,
  status: z.enum(['ACTIVE', 'ADMIN_REMOVED', 'CANCELLED', 'CONFIRMED', 'PENDING', 'REJECTED', 'WITHDRAWN']).optional(),
  unconfirmed: flag,
});
const SyncLogs = z.object({
  batch: z.string().max(200).optional(),
  courseCode: code,
  ssgRunId: code,
  status: z.enum(['SUCCESS', 'UNCHANGED', 'NO_ENROLMENTS', 'NO_RUNS', 'NOT_LISTED', 'HELD', 'PENDING', 'ERROR']).optional(),
});
const AuditEntries = z.object({
  action: z.string().max(100).optional(),
  actor: z.string().max(100).optional(),
  entityId: z.string().max(200).optional(),
  courseRun: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});

/** Short names that pages give their filters. */
const SHORT_NAMES: Record<string, string> = { q: 'text', course: 'courseCode', run: 'ssgRunId', reference: 'referenceNumber' };

/** Which rows an address asks for: the same parameters as on the list's own page. */
export function chosenRows(connection: ExportConnection, uen: string, url: URL): ChosenRows {
  if (connection === 'COURSE_RUNS') {
    const ids = [...new Set(url.searchParams.getAll('id'))];
    if (ids.length > 0) return { filter: { courseRuns: { provider: uen, ids } }, words: tickedWords(ids.length), dropped: [] };
    const { values, dropped } = readFilters(ClassFilters, url);
    return { filter: { courseRuns: courseRunFilterOf(uen, values) }, words: classFilterWords(values), dropped };
  }
  const named = new URL(url);
  for (const [short, long] of Object.entries(SHORT_NAMES)) {
    const value = named.searchParams.get(short);
    if (value !== null && !named.searchParams.has(long)) named.searchParams.set(long, value);
  }
  switch (connection) {
    case 'LEARNERS':
      return rowsOf(readFilters(Learners, named), (learners) => ({ learners: { provider: uen, ...learners } }));
    case 'TRAINERS':
      return rowsOf(readFilters(Trainers, named), (trainers) => ({ trainers: { provider: uen, ...trainers } }));
    case 'ENROLMENTS':
      return rowsOf(readFilters(Enrolments, named), (enrolments) => ({ enrolments: { provider: uen, ...enrolments } }));
    case 'SYNC_LOGS':
      return rowsOf(readFilters(SyncLogs, named), (syncLogs) => ({ syncLogs: { provider: uen, ...syncLogs } }));
    case 'AUDIT_ENTRIES':
      return rowsOf(readFilters(AuditEntries, named), (auditEntries) => ({ auditEntries: { provider: uen, ...auditEntries } }));
  }
}

const tickedWords = (count: number) => [
  { term: 'Which classes', value: count === 1 ? 'The one you ticked' : `The ${count} you ticked` },
];

function rowsOf<Values extends object>(read: ReadFilters<Values>, filterOf: (values: Values) => ExportFilter): ChosenRows {
  const words = Object.entries(read.values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ term: TERMS[name] ?? name, value: wordOf(value) }],
  );
  return { filter: filterOf(read.values), words, dropped: read.dropped };
}

const TERMS: Record<string, string> = {
  text: 'Text',
  email: 'E-mail address',
  active: 'Active',
  freeFrom: 'Free from',
  freeTo: 'Free up to',
  courseCode: 'Course',
  ssgRunId: 'Run',
  referenceNumber: 'Reference number',
  status: 'Status',
  unconfirmed: 'Not listed at SSG',
  batch: 'Sync batch',
  action: 'Action',
  actor: 'Who did it',
  entityId: 'Entity',
  courseRun: 'Course run',
  from: 'From',
  to: 'Before',
};

const STATUS_LABELS = new Map(
  [...statusOptions('syncLog'), ...statusOptions('enrolment')].map(({ value, label }) => [value, label]),
);

const wordOf = (value: unknown): string =>
  value === true ? 'Yes' : value === false ? 'No' : (STATUS_LABELS.get(String(value)) ?? String(value));
