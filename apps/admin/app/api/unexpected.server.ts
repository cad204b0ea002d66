import type { AppLoadContext } from '@remix-run/node';
import { faultResponse, UNEXPECTED } from './api-fault';

interface Asked {
  request: Request;
  context: AppLoadContext;
}

/** Writes what nobody expected to the log, under the id that the error page shows. */
export function logUnexpected(error: unknown, { request, context: { log, requestId } }: Asked): void {
  const failure = error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
  log.error({ event: 'page_error', requestId, url: new URL(request.url).pathname, failure }, 'a page failed');
}

/**
 * Answers, or throws what an error boundary can show. Of an unexpected error Remix would leave a page nothing, not even the id
 * under which the log has it. What is thrown on purpose goes through, and so does what ends because the browser has gone.
 */
export async function orFault<Answer>(asked: Asked, answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof Error) || asked.request.signal.aborted) throw error;
    logUnexpected(error, asked);
    throw faultResponse({ ...UNEXPECTED, errorId: asked.context.requestId });
  }
}
