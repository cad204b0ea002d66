import { z } from 'zod';
import type { CallRunner } from '../call-runner.js';
import type { CallOptions } from '../call-scope.js';
import type { Page } from '../paging.js';
import { isEmptyObject, OptionalAmount, OptionalText, WireDate, WireId, WireTotal, ZeroTotal } from './wire-values.js';

/** Search Enrolments (S0.12). `uen` and `code` name the training provider (`code` is the UEN with `-NN`). */
export interface EnrolmentSearchQuery {
  uen: string;
  code: string;
  courseRunId?: string;
  courseReferenceNumber?: string;
  /** `Confirmed`, `Cancelled`, `Rejected`. */
  status?: string;
  /** YYYY-MM-DD in Singapore, inclusive. */
  lastUpdateDateFrom?: string;
  lastUpdateDateTo?: string;
  sortBy?: { field: 'updatedOn' | 'createdOn'; order: 'asc' | 'desc' };
  /** 100 by default, which is also SSG's maximum. */
  pageSize?: number;
}

const DEFAULT_PAGE_SIZE = 100;

/** An address is `{full}` in answers and a text in requests (ssg-api.md §7.3). */
const Email = z.union([z.looseObject({ full: OptionalText }), z.string()]).nullish();
const ContactNumber = z
  .looseObject({ countryCode: OptionalText, areaCode: OptionalText, phoneNumber: OptionalText, phone: OptionalText })
  .nullish();

const Enrolment = z.looseObject({
  referenceNumber: z.string().min(1),
  /** Title case: `Confirmed`, `Cancelled`, `Rejected` (ssg-api.md §9.4). */
  status: z.string().min(1),
  trainingPartner: z.looseObject({ uen: OptionalText, code: OptionalText, name: OptionalText }).nullish(),
  course: z.looseObject({
    referenceNumber: z.string().min(1),
    title: OptionalText,
    run: z.looseObject({ id: WireId, startDate: WireDate.nullish(), endDate: WireDate.nullish() }),
  }),
  trainee: z.looseObject({
    /** A clear NRIC or FIN: never log it (bug 25). */
    id: OptionalText,
    idType: z.looseObject({ type: OptionalText }).nullish(),
    dateOfBirth: OptionalText,
    fullName: OptionalText,
    email: Email,
    emailAddress: OptionalText,
    contactNumber: ContactNumber,
    /** `Employer` or `Individual`. */
    sponsorshipType: OptionalText,
    /** Members are `""` for an individual, not absent (ssg-api.md §7.3). */
    employer: z
      .looseObject({
        uen: OptionalText,
        name: OptionalText,
        contact: z.looseObject({ fullName: OptionalText, contactNumber: ContactNumber, email: Email }).nullish(),
      })
      .nullish(),
    fees: z.looseObject({ discountAmount: OptionalAmount, collectionStatus: OptionalText }).nullish(),
    enrolmentDate: OptionalText,
  }),
});

/** `YYYY-MM-DD HH:mm:ss` in Singapore time, without a zone (ssg-api.md §9.10). */
const RecordTimes = z.looseObject({ createdOn: OptionalText, updatedOn: OptionalText });

/** One enrolment as search and view give it; view's `meta` is the envelope's. */
export interface EnrolmentRecord {
  enrolment: z.infer<typeof Enrolment>;
  meta: z.infer<typeof RecordTimes>;
}

/** `{}` as data is believed to mean "no rows" only beside a total of 0; with any other total it is a shape error. */
const EnrolmentPage = z.union([
  z
    .object({ data: z.custom<object>(isEmptyObject), meta: z.looseObject({ totalRecords: ZeroTotal }) })
    .transform((): Page<EnrolmentRecord> => ({ items: [], total: 0 })),
  z
    .object({
      data: z.array(z.looseObject({ enrolment: Enrolment, meta: RecordTimes.nullish().transform((meta) => meta ?? {}) })),
      meta: z.looseObject({ totalRecords: WireTotal }),
    })
    .transform(({ data, meta }): Page<EnrolmentRecord> => ({ items: data, total: meta.totalRecords })),
]);

const EnrolmentView = z
  .object({ data: z.looseObject({ enrolment: Enrolment }), meta: RecordTimes })
  .transform(({ data, meta }): EnrolmentRecord => ({ enrolment: data.enrolment, meta }));

export interface EnrolmentsResource {
  /** Every matching enrolment. Throws SsgIncompleteListError rather than ending early. */
  search(query: EnrolmentSearchQuery, options?: CallOptions): AsyncIterable<EnrolmentRecord>;
  /** One enrolment; null when SSG has none of that reference number. */
  view(referenceNumber: string, options?: CallOptions): Promise<EnrolmentRecord | null>;
}

/** `/tpg/enrolments/*` for reading (ssg-api.md §7.3, §7.4). */
export function createEnrolments(runner: CallRunner): EnrolmentsResource {
  return {
    search(query, options) {
      return runner.list(options, {
        call: (page) => ({ operation: 'enrolments.search', uen: query.uen, body: searchBody(query, page), shape: EnrolmentPage }),
        idOf: ({ enrolment }) => enrolment.referenceNumber,
      });
    },
    view(referenceNumber, options) {
      return runner.one(options, { operation: 'enrolments.view', pathParameters: { referenceNumber }, shape: EnrolmentView });
    },
  };
}

/**
 * The body of one page (ssg-api.md §7.4). Filters that were not given are left out, as SSG's own sample application does.
 * Rows are asked for oldest update first unless told otherwise: a row that changes while we read then moves behind the pages
 * we have not read, where it is met again, and never in front of them, where it would be missed.
 */
function searchBody(query: EnrolmentSearchQuery, page: number) {
  const { uen, code, courseRunId, courseReferenceNumber, status, lastUpdateDateFrom, lastUpdateDateTo } = query;
  const course = withoutUndefined({
    referenceNumber: courseReferenceNumber,
    run: courseRunId === undefined ? undefined : { id: courseRunId },
  });
  const meta = withoutUndefined({ lastUpdateDateFrom, lastUpdateDateTo });
  return withoutUndefined({
    enrolment: withoutUndefined({ status, trainingPartner: { uen, code }, course: isEmptyObject(course) ? undefined : course }),
    meta: isEmptyObject(meta) ? undefined : meta,
    sortBy: query.sortBy ?? { field: 'updatedOn', order: 'asc' },
    parameters: { page, pageSize: query.pageSize ?? DEFAULT_PAGE_SIZE },
  });
}

function withoutUndefined<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
