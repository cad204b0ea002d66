import { z } from 'zod';
import { type Answer, forbiddenUen, tpgError, tpgRead } from './answers.js';
import { isDate, singaporeDate } from './dates.js';
import { enrolmentAnswer } from './enrolment-answers.js';
import type { OperationCall, OperationHandler } from './operation-call.js';
import { pageOf } from './paging.js';
import type { EnrolmentRecord } from './records.js';
import type { SimulatedState } from './state.js';

const LISTS_KEPT = 8;

/** A blank text or null means "no filter"; clients send either (ssg-api.md §7.4). */
const filter = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => String(value ?? '').trim());
const section = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape).nullish();

const searchRequest = z.looseObject({
  enrolment: section({
    status: filter,
    trainingPartner: section({ uen: filter, code: filter }),
    course: section({ referenceNumber: filter, run: section({ id: filter }) }),
    trainee: section({
      id: filter,
      idType: section({ type: filter }),
      sponsorshipType: filter,
      employer: section({ uen: filter }),
      fees: section({ feeCollectionStatus: filter }),
      enrolmentDate: filter,
    }),
  }),
  meta: section({ lastUpdateDateFrom: filter, lastUpdateDateTo: filter }),
  sortBy: section({ field: z.enum(['updatedOn', 'createdOn']).nullish(), order: z.enum(['asc', 'desc']).nullish() }),
  parameters: z.looseObject({ page: z.int().min(0), pageSize: z.int().min(1).max(100) }).nullish(),
});
type SearchRequest = z.infer<typeof searchRequest>;

/**
 * POST /tpg/enrolments/search (ssg-api.md §7.4). Filters combine; update dates are Singapore dates, both ends included; no rows
 * (past the last page, too) is a 404. Long lists are sorted once and remembered until something changes.
 */
export function createEnrolmentSearch(): OperationHandler {
  const lists = new Map<string, { revision: number; references: string[] }>();

  function remembered(call: OperationCall, request: SearchRequest): string[] {
    const key = JSON.stringify([request.enrolment, request.meta, request.sortBy, call.uens]);
    const known = lists.get(key);
    if (known?.revision === call.state.enrolments.revision) return known.references;
    const references = matches(call, request).map(({ referenceNumber }) => referenceNumber);
    lists.delete(key);
    lists.set(key, { revision: call.state.enrolments.revision, references });
    const oldest = lists.size > LISTS_KEPT ? lists.keys().next().value : undefined;
    if (oldest !== undefined) lists.delete(oldest);
    return references;
  }

  return (call) => {
    const parsed = searchRequest.safeParse(call.body);
    if (!parsed.success) return invalidSearch(parsed.error.issues);
    const request = parsed.data;
    const { uen = '', code = '' } = request.enrolment?.trainingPartner ?? {};
    const { lastUpdateDateFrom: from = '', lastUpdateDateTo: to = '' } = request.meta ?? {};
    if (uen !== '' && !call.uens.includes(uen)) return forbiddenUen('tpg');
    if ([from, to].some((date) => date !== '' && !isDate(date)))
      return invalidSearch([{ path: ['meta'], message: 'Invalid date' }]);
    if (code !== '' && !call.state.providers().some((provider) => provider.code === code)) return noEnrolments(call);

    const { page, pageSize } = request.parameters ?? { page: 0, pageSize: 20 };
    const { rows, total } = pageOf(remembered(call, request), page, pageSize, call.paging);
    if (rows.length === 0) return noEnrolments(call);
    const data = rows.flatMap((reference) => call.state.enrolments.find(reference) ?? []);
    return tpgRead(
      data.map((record) => enrolmentAnswer(call.state, record)),
      { totalRecords: total },
    );
  };
}

function matches({ state, uens }: OperationCall, request: SearchRequest): EnrolmentRecord[] {
  const { field = 'updatedOn', order = 'desc' } = request.sortBy ?? {};
  const key = field ?? 'updatedOn';
  const direction = order === 'asc' ? 1 : -1;
  const wanted = (record: EnrolmentRecord) => uens.includes(record.uen) && isWanted(record, request, state);
  return candidates(state, uens, request)
    .filter(wanted)
    .sort((a, b) => direction * (a[key] - b[key] || (a.referenceNumber < b.referenceNumber ? -1 : 1)));
}

/** Only the runs that can matter are invented. */
function candidates(state: SimulatedState, uens: readonly string[], request: SearchRequest): EnrolmentRecord[] {
  const course = request.enrolment?.course;
  const runId = course?.run?.id ?? '';
  if (runId !== '') return state.enrolments.ofRun(Number(runId));
  const courseReferenceNumber = course?.referenceNumber ?? '';
  const runs = state.runs(courseReferenceNumber === '' ? {} : { courseReferenceNumber });
  return runs.filter(({ uen }) => uens.includes(uen)).flatMap(({ id }) => state.enrolments.ofRun(id));
}

function isWanted(record: EnrolmentRecord, { enrolment, meta }: SearchRequest, state: SimulatedState): boolean {
  const trainee = enrolment?.trainee;
  const updated = singaporeDate(record.updatedOn);
  return (
    isSame(enrolment?.status, record.status) &&
    isSame(enrolment?.trainingPartner?.uen, record.uen) &&
    isSame(enrolment?.trainingPartner?.code, state.provider(record.uen)?.code ?? '') &&
    isSame(enrolment?.course?.referenceNumber, record.courseReferenceNumber) &&
    isSame(trainee?.id, record.trainee.identifier) &&
    isSame(trainee?.idType?.type, record.trainee.identifierType) &&
    isSame(trainee?.sponsorshipType, record.employer === null ? 'Individual' : 'Employer') &&
    isSame(trainee?.employer?.uen, record.employer?.uen ?? '') &&
    isSame(trainee?.fees?.feeCollectionStatus, record.collectionStatus) &&
    isSame(trainee?.enrolmentDate, record.enrolmentDate) &&
    ((meta?.lastUpdateDateFrom ?? '') === '' || updated >= (meta?.lastUpdateDateFrom ?? '')) &&
    ((meta?.lastUpdateDateTo ?? '') === '' || updated <= (meta?.lastUpdateDateTo ?? ''))
  );
}

/** `INDIVIDUAL` on a request is `Individual` on an answer, so case does not count. */
const isSame = (wanted: string | undefined, actual: string): boolean =>
  wanted === undefined || wanted === '' || wanted.toLowerCase() === actual.toLowerCase();

const noEnrolments = ({ behaviour }: OperationCall): Answer => ({
  ...tpgError(404, 'Not Found', [{ field: '-', message: 'No enrolment found.' }]),
  httpStatus: behaviour.emptySearchStatus ?? 404,
});

const invalidSearch = (issues: readonly { path: readonly PropertyKey[]; message: string }[]): Answer =>
  tpgError(
    400,
    'Invalid search request',
    issues.map(({ path, message }) => ({ field: path.map(String).join('.') || '-', message })),
  );
