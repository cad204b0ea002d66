/** One wrong field of a request. */
export interface FieldProblem {
  /** `body.courseRunId` */
  path: string;
  message: string;
}

export interface ProblemFacts {
  status: number;
  code: string;
  message: string;
  /** What to do next. */
  remedy: string;
  headers?: Record<string, string>;
  fields?: FieldProblem[];
  /** More to tell, beside `error`. */
  extra?: Record<string, unknown>;
}

/** An expected failure: the answer says what happened and what to do next. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly headers: Record<string, string>;
  readonly fields: FieldProblem[] | undefined;
  readonly extra: Record<string, unknown>;

  constructor(facts: ProblemFacts) {
    super(facts.message);
    this.name = 'Problem';
    this.status = facts.status;
    this.code = facts.code;
    this.remedy = facts.remedy;
    this.headers = facts.headers ?? {};
    this.fields = facts.fields;
    this.extra = facts.extra ?? {};
  }
}

/** What Express and its body parser throw for requests that are wrong. */
const REQUEST_FAULTS: Record<string, Omit<ProblemFacts, 'status'>> = {
  'entity.parse.failed': {
    code: 'INVALID_JSON',
    message: 'The body is not valid JSON.',
    remedy: 'Send valid JSON, or no body at all.',
  },
  'entity.too.large': { code: 'BODY_TOO_LARGE', message: 'The body is too large.', remedy: 'Send a smaller body.' },
  'encoding.unsupported': {
    code: 'UNSUPPORTED_ENCODING',
    message: 'The body’s encoding is not known.',
    remedy: 'Send the body uncompressed.',
  },
  'charset.unsupported': {
    code: 'UNSUPPORTED_CHARSET',
    message: 'The body’s character set is not known.',
    remedy: 'Send the body as UTF-8.',
  },
};

/** An error as an answer; null when nobody foresaw it, and it must be masked. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error)) return null;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  const fault = 'type' in error ? REQUEST_FAULTS[String(error.type)] : undefined;
  if (fault) return new Problem({ ...fault, status });
  if (status >= 400 && status < 500)
    return new Problem({
      status,
      code: 'BAD_REQUEST',
      message: 'The request cannot be read.',
      remedy: 'Check the URL, the headers and the body.',
    });
  return null;
}
