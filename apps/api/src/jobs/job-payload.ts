import { z } from 'zod';
import type { JobDeclaration } from './job.js';

/** What a job's row carries. The key stands beside the payload, so that one can be found by it. */
const Envelope = z.object({ payload: z.json(), key: z.string().optional() });
export type JobEnvelope = z.infer<typeof Envelope>;

/** What somebody wanted to send is not what the job declares. */
export class JobPayloadError extends Error {
  readonly remedy = 'Send what the job declares; its schema stands in the file of its name.';
  constructor(
    readonly job: string,
    /** One line per mistake: the path and what is wrong there. */
    readonly mistakes: readonly string[],
  ) {
    super(`The payload of the job ${job} is not valid: ${mistakes.join('; ')}.`);
    this.name = 'JobPayloadError';
  }
}

/** Wraps a payload for the store, checked in the form in which it will arrive. Throws `JobPayloadError`. */
export function packPayload<Payload>(job: JobDeclaration<Payload>, payload: Payload, key: string | undefined): JobEnvelope {
  const sent = z.json().safeParse(asJson(payload));
  if (!sent.success) throw new JobPayloadError(job.name, mistakesOf(sent.error, ['payload']));
  const checked = job.payload.safeParse(sent.data);
  if (!checked.success) throw new JobPayloadError(job.name, mistakesOf(checked.error, ['payload']));
  return { payload: sent.data, ...(key !== undefined && { key }) };
}

/** Takes a payload out of what the store delivered, which an older or a newer program may have put there. Throws `JobPayloadError`. */
export function unpackPayload<Payload>(job: JobDeclaration<Payload>, data: unknown): Payload {
  const envelope = Envelope.safeParse(data);
  if (!envelope.success) throw new JobPayloadError(job.name, mistakesOf(envelope.error, []));
  const checked = job.payload.safeParse(envelope.data.payload);
  if (!checked.success) throw new JobPayloadError(job.name, mistakesOf(checked.error, ['payload']));
  return checked.data;
}

const asJson = (payload: unknown): unknown => JSON.parse(JSON.stringify(payload) ?? 'null');

const mistakesOf = (error: z.ZodError, prefix: PropertyKey[]): string[] =>
  error.issues.map((issue) => `${[...prefix, ...issue.path].map(String).join('.') || 'the job'}: ${issue.message}`);
