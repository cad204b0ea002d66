import { z } from 'zod';
import { OPERATIONS, type OperationName } from '../wire/operations.js';

const OPERATION_NAMES = Object.keys(OPERATIONS) as [OperationName, ...OperationName[]];
const identifierText = z.union([z.string().min(1), z.int().transform(String)]);
const milliseconds = z.int().min(0).max(600_000);
/** Before the effect: nothing was written. After it: it was written, but the client does not learn of it. */
const when = z.enum(['before-effect', 'after-effect']);

const effect = z.discriminatedUnion('kind', [
  /** An HTTP status with the body that a gateway, a back end or a broken proxy would send. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(300).max(599),
    body: z.enum(['envelope', 'gateway', 'html', 'empty']).default('envelope'),
    message: z.string().default('Simulated fault'),
    details: z.array(z.strictObject({ field: z.string(), message: z.string() })).default([]),
    when: when.default('before-effect'),
  }),
  /** HTTP 200 around an inner failure (ssg-api.md §2.4). */
  z.strictObject({
    kind: z.literal('inner-status'),
    status: z.int().min(400).max(599),
    message: z.string().default('Simulated fault'),
    details: z.array(z.strictObject({ field: z.string(), message: z.string() })).default([]),
  }),
  /** Any answer at all, as it stands. */
  z.strictObject({
    kind: z.literal('raw'),
    status: z.int().min(200).max(599),
    contentType: z.string().default('application/json'),
    text: z.string(),
    when: when.default('before-effect'),
  }),
  /** The answer comes late. The effect happens even when the client gave up in the meantime. */
  z.strictObject({ kind: z.literal('delay'), milliseconds, when: when.default('after-effect') }),
  /** The answer waits until the rule is cleared: lets a test decide the moment instead of guessing a time. */
  z.strictObject({ kind: z.literal('hold'), when: when.default('after-effect') }),
  /** The connection is cut without an answer. */
  z.strictObject({ kind: z.literal('hang-up'), when: when.default('before-effect') }),
  /** 429 as the gateway would send it; `retryAfter` in seconds, as a number or as an HTTP date that far ahead. */
  z.strictObject({
    kind: z.literal('rate-limited'),
    retryAfter: z
      .union([z.strictObject({ seconds: z.int().min(0) }), z.strictObject({ dateInSeconds: z.int().min(0) })])
      .optional(),
  }),
  /** Encrypted answers are made with another key. */
  z.strictObject({ kind: z.literal('wrong-key') }),
  /** Encrypted endpoints answer in plain JSON. */
  z.strictObject({ kind: z.literal('plain-answer') }),
  /** In which of the four shapes of §2.4 an encrypted endpoint reports errors. */
  z.strictObject({ kind: z.literal('error-shape'), shape: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]) }),
  /** Pages are at most this long, whatever was asked. */
  z.strictObject({ kind: z.literal('page-clamp'), pageSize: z.int().min(1) }),
  z.strictObject({ kind: z.literal('shuffle') }),
  /** From this 0-based page on, the page before it comes again. */
  z.strictObject({ kind: z.literal('repeat-page'), fromPage: z.int().min(1) }),
  /** Each page begins with the last rows of the one before. */
  z.strictObject({ kind: z.literal('overlap'), rows: z.int().min(1) }),
  /** The total in `meta` is this. */
  z.strictObject({ kind: z.literal('claimed-total'), total: z.int().min(0) }),
  /** Rows beyond this many never come, though the total counts them. */
  z.strictObject({ kind: z.literal('truncate'), rows: z.int().min(0) }),
]);

/** One scripted misbehaviour: which calls it meets, and what happens to them. */
export const faultRule = z.strictObject({
  /** `*` is every operation, but not the token endpoint: that one is named. */
  operation: z.enum([...OPERATION_NAMES, 'token', '*']).default('*'),
  /** Only calls about this run (in the path, or in the body of a search or an enrolment). */
  runId: identifierText.optional(),
  courseReferenceNumber: z.string().min(1).optional(),
  /** Only calls about this enrolment. */
  referenceNumber: z.string().min(1).optional(),
  /** 1-based: begin with the nth call that the conditions above meet. */
  fromCall: z.int().min(1).default(1),
  /** How many calls it spoils; left out = all of them. */
  times: z.int().min(1).optional(),
  effect,
});

export type FaultRuleInput = z.input<typeof faultRule>;
export type FaultRule = z.output<typeof faultRule>;
export type FaultEffect = FaultRule['effect'];
