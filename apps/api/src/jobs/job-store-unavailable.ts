import { redactUrl, withoutSecrets } from './redact-url.js';

/** The store of the jobs does not answer. Nothing of what was to be sent has been kept. */
export class JobStoreUnavailableError extends Error {
  readonly remedy =
    'Check that the server runs, that this machine reaches it, and the address in JOBS_URL (without it, in DATABASE_URL). Then send again.';
  /** The address without user, password and options. */
  readonly store: string;

  /** @param url the store's address; its secrets stay out of the message */
  constructor(url: string, cause: unknown) {
    super(`The job store at ${redactUrl(url)} is not available: ${wordsOf(cause, url)}.`);
    this.name = 'JobStoreUnavailableError';
    this.store = redactUrl(url);
  }
}

/** What an error says, without the secrets of the address. A refusal on two addresses is an AggregateError without words. */
export function wordsOf(error: unknown, url: string): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map((one) => wordsOf(one, url)).join('; ');
  return withoutSecrets(error instanceof Error ? error.message : String(error), url);
}
