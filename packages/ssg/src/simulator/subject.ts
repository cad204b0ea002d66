import { z } from 'zod';
import type { OperationName } from '../wire/operations.js';
import type { FaultSubject } from './faults.js';

const text = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);
const courseInBody = z
  .looseObject({
    referenceNumber: text,
    courseReferenceNumber: text,
    run: z.looseObject({ id: text }).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);
const bodyWithSubject = z
  .looseObject({
    course: courseInBody,
    enrolment: z.looseObject({ course: courseInBody }).optional().catch(undefined),
  })
  .catch({});

/** What a call is about, wherever the endpoint puts it: path, query or body. */
export function subjectOf(
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
  query: URLSearchParams,
  body: unknown,
): FaultSubject {
  const parsed = bodyWithSubject.parse(body ?? {});
  const course = parsed.enrolment?.course ?? parsed.course;
  const runId = parameters.runId ?? course?.run?.id;
  const courseReferenceNumber = query.get('courseReferenceNumber') ?? course?.referenceNumber ?? course?.courseReferenceNumber;
  return {
    operation,
    ...(runId === undefined ? {} : { runId }),
    ...(courseReferenceNumber === undefined ? {} : { courseReferenceNumber }),
    ...(parameters.referenceNumber === undefined ? {} : { referenceNumber: parameters.referenceNumber }),
  };
}
