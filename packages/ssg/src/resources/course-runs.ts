import { z } from 'zod';
import type { CallRunner } from '../call-runner.js';
import type { CallOptions } from '../call-scope.js';
import type { Page } from '../paging.js';
import { RunTrainers } from './run-trainers.js';
import { CodeAndDescription, isEmptyObject, OptionalText, WireDate, WireId, WireTotal, ZeroTotal } from './wire-values.js';

/** Search Course Runs by Course Code (S0.6). */
export interface CourseRunListQuery {
  uen: string;
  courseReferenceNumber: string;
  /** 40 by default. */
  pageSize?: number;
  /** False by default. */
  includeExpiredCourses?: boolean;
  /** YYYYMMDD. */
  courseRunStartDate?: string;
  tpCode?: string;
}

export interface CourseRunGetQuery {
  uen?: string;
  /** True by default: a run asked for by id is wanted whether or not its course has expired. */
  includeExpiredCourses?: boolean;
}

const DEFAULT_PAGE_SIZE = 40;

const commonRunMembers = {
  id: WireId,
  referenceNumber: OptionalText,
  /** A code of ssg-api.md §9.1, `"1"` … `"10"`. */
  modeOfTraining: z.union([z.string(), z.number()]).transform(String).nullish(),
  courseVacancy: CodeAndDescription,
  courseAdminEmail: OptionalText,
  qrCodeLink: OptionalText,
  intakeSize: z.number().nullish(),
  threshold: z.number().nullish(),
  registeredUserCount: z.number().nullish(),
  scheduleInfo: OptionalText,
  /** Members are text, `""` or null; `{}` when there is none. */
  venue: z.looseObject({}).nullish(),
  linkCourseRunTrainer: RunTrainers,
};

const ListedRun = z.looseObject({
  ...commonRunMembers,
  courseDates: z.looseObject({ start: WireDate, end: WireDate }),
  registrationDates: z.looseObject({ opening: WireDate.nullish(), closing: WireDate.nullish() }).nullish(),
});

const ViewedRun = z.looseObject({
  ...commonRunMembers,
  courseStartDate: WireDate,
  courseEndDate: WireDate,
  registrationOpeningDate: WireDate.nullish(),
  registrationClosingDate: WireDate.nullish(),
});

const CourseOfRun = z.looseObject({
  referenceNumber: z.string().min(1),
  externalReferenceNumber: OptionalText,
  title: z.string(),
});
/** Funding periods are `supports` by reference and `support` by id (ssg-api.md §5.2). */
const FundingPeriods = z.array(z.looseObject({})).nullish();

/** The course a run belongs to, without its runs. */
export type CourseOfRun = Pick<z.infer<typeof CourseOfRun>, 'referenceNumber' | 'externalReferenceNumber' | 'title'>;
/** One run of `courses/courseRuns/reference`: nested dates, `courseDates.start` and `.end` (ssg-api.md §5.1). */
export interface ListedCourseRun {
  course: CourseOfRun;
  run: z.infer<typeof ListedRun>;
}
/** The answer of `courses/courseRuns/id/{runId}`: flat dates, `courseStartDate` and `courseEndDate` (ssg-api.md §5.2). */
export interface ViewedCourseRun {
  /** Null in the flat form, where SSG sends the run without its course (bug 11). */
  course: CourseOfRun | null;
  run: z.infer<typeof ViewedRun>;
}

/** `{}` as data is believed to mean "no runs" only beside a total of 0; with any other total it is a shape error. */
const RunPage = z.union([
  z
    .object({ data: z.custom<object>(isEmptyObject), meta: z.looseObject({ total: ZeroTotal }) })
    .transform((): Page<ListedCourseRun> => ({ items: [], total: 0 })),
  z
    .object({
      data: z.looseObject({
        course: CourseOfRun.extend({ runs: z.array(ListedRun), supports: FundingPeriods, support: FundingPeriods }),
      }),
      meta: z.looseObject({ total: WireTotal }),
    })
    .transform(({ data: { course }, meta }): Page<ListedCourseRun> => {
      return { items: course.runs.map((run) => ({ course: courseOf(course), run })), total: meta.total };
    }),
]);

/** `data.course.run`, or the flat `data.run` (bug 11). */
const RunView = z
  .object({
    data: z.union([
      z
        .looseObject({ course: CourseOfRun.extend({ run: ViewedRun, supports: FundingPeriods, support: FundingPeriods }) })
        .transform(({ course }): ViewedCourseRun => ({ course: courseOf(course), run: course.run })),
      z.looseObject({ run: ViewedRun }).transform(({ run }): ViewedCourseRun => ({ course: null, run })),
    ]),
  })
  .transform(({ data }) => data);

function courseOf({ referenceNumber, externalReferenceNumber, title }: CourseOfRun): CourseOfRun {
  return { referenceNumber, externalReferenceNumber, title };
}

export interface CourseRunsResource {
  /** Every run of one course, newest start first as SSG sends them. Throws SsgIncompleteListError rather than ending early. */
  listByReference(query: CourseRunListQuery, options?: CallOptions): AsyncIterable<ListedCourseRun>;
  /** One run with its trainers; null when SSG has none of that id. */
  get(runId: string, query?: CourseRunGetQuery, options?: CallOptions): Promise<ViewedCourseRun | null>;
}

/** `/courses/courseRuns/*` for reading (ssg-api.md §5). */
export function createCourseRuns(runner: CallRunner): CourseRunsResource {
  return {
    listByReference({ pageSize = DEFAULT_PAGE_SIZE, includeExpiredCourses = false, ...query }, options) {
      return runner.list(options, {
        call: (page) => ({
          operation: 'courseRuns.listByReference',
          query: { ...query, includeExpiredCourses, page, pageSize },
          shape: RunPage,
        }),
        idOf: ({ run }) => run.id,
      });
    },
    get(runId, { uen, includeExpiredCourses = true } = {}, options) {
      return runner.one(options, {
        operation: 'courseRuns.get',
        pathParameters: { runId },
        // The UEN is called organizationKey here, and only here (ssg-api.md §4).
        query: { includeExpiredCourses, organizationKey: uen },
        shape: RunView,
      });
    },
  };
}
