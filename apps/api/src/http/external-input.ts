import { z } from 'zod';
import { Problem } from './problem.js';

const Input = z.strictObject({
  provider: z
    .string('must be a UEN, for example 201003953Z')
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z]{9,10}$/, 'must be a UEN, for example 201003953Z')
    .optional(),
  courseRunId: z
    .string('must be an SSG course run id written as text, for example "1234567"')
    .trim()
    .regex(/^\d{1,20}$/, 'must be an SSG course run id, for example 1234567')
    .optional(),
});

/** Which provider's sync is asked for, and for which run only; nothing given means all. */
export type ExternalInput = z.infer<typeof Input>;

/** Reads the query and the optional JSON body; the body counts where both say something. Throws a `Problem` naming each wrong field. */
export function readExternalInput(query: unknown, body: unknown): ExternalInput {
  const fromQuery = Input.safeParse(query);
  const fromBody = Input.safeParse(body ?? {});
  if (fromQuery.success && fromBody.success) return { ...fromQuery.data, ...fromBody.data };
  const fields = [...fieldsOf('query', fromQuery.error), ...fieldsOf('body', fromBody.error)];
  throw new Problem({
    status: 400,
    code: 'INVALID_INPUT',
    message: fields.map(({ path, message }) => `${path} ${message}`).join('; '),
    remedy: 'Send nothing, or `provider` (a UEN) and `courseRunId` (an SSG run id) as JSON or in the query.',
    fields,
  });
}

function fieldsOf(where: 'query' | 'body', error: z.ZodError | undefined): { path: string; message: string }[] {
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: `${where}.${key}`, message: 'is not known here' }))
      : [{ path: [where, ...issue.path].join('.'), message: issue.path.length === 0 ? 'must be a JSON object' : issue.message }],
  );
}
