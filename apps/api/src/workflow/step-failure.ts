import { SsgError } from '@rollcall/ssg/errors/ssg-error';
import { maskIdentifiersIn } from '../identifiers/mask-identifier.js';
import type { Settings } from '../settings/settings.js';
import { describeFailure } from '../upstream/describe-failure.js';
import type { StepOutcome } from './settle-step.js';
import { StepFailedError, StepStoppedError, type Trouble } from './step-handler.js';

type Failed = Extract<StepOutcome, { kind: 'failed' }>;

/** Errors of SSG that stay until somebody changes a setting. */
const LASTING = new Set(['auth', 'access', 'api-version', 'invalid-request', 'decryption']);

/** What a thrown error means for its step, in words with a remedy and without identifiers (S1.19, S1.23). `endpoint` names the step, `tgs_daily.digest`. */
export function failureOf(error: unknown, where: { settings: Settings; uen: string; endpoint: string }): Failed {
  const { message, remedy } = describeFailure(error, where.settings, where.uen);
  const shown = maskIdentifiersIn(message);
  if (error instanceof StepFailedError)
    return {
      ...base(error, shown, error.remedy),
      retryable: error.retryable,
      troubles: troublesOf(error, shown, where.endpoint),
    };
  if (error instanceof SsgError)
    return {
      ...base(error, shown, remedy),
      retryable: !LASTING.has(error.kind),
      troubles: troublesOf(error, shown, where.endpoint),
    };
  return { ...base(error, shown, remedy), retryable: true, troubles: troublesOf(error, shown, where.endpoint) };
}

const base = (error: unknown, message: string, remedy: string | null) => ({
  kind: 'failed' as const,
  message,
  remedy,
  code: codeOf(error),
});

function codeOf(error: unknown): string {
  if (error instanceof StepStoppedError) return error.why;
  if (error instanceof SsgError) return error.code ?? error.kind;
  return error instanceof Error ? error.name : 'unexpected';
}

function troublesOf(error: unknown, message: string, endpoint: string): Trouble[] {
  if (error instanceof StepFailedError && error.trouble) return [error.trouble];
  return [troubleOf(error, message, endpoint)];
}

/** An error as an occurrence of an incident. One of our own is told apart from its like by the step it came from. */
function troubleOf(error: unknown, message: string, endpoint: string): Trouble {
  const cause = error instanceof StepFailedError && error.cause instanceof SsgError ? error.cause : error;
  const fromSsg = cause instanceof SsgError;
  return {
    upstream: fromSsg ? 'ssg' : null,
    errorClass: fromSsg ? cause.name : codeOf(error),
    endpoint: fromSsg ? cause.operation : endpoint,
    message,
    remedy: error instanceof Error && 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : null,
    runsTouched: [],
  };
}
