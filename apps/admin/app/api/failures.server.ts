import type { AppLoadContext } from '@remix-run/node';
import { redirectDocument } from '@remix-run/node';
import { CURSORS } from '~/url/search';
import { type ApiFault, faultResponse, notFound } from './api-fault';
import { signInPath } from './sign-in-path';

/** What the API says was wrong with a question. */
export interface ApiError {
  message: string;
  extensions?: { code?: string; argument?: string; remedy?: string; errorId?: string; requestId?: string };
}

/** How the API's library begins to say it, without a code. */
const MALFORMED_ID = 'Invalid global ID';

/**
 * What an error boundary shows of the API's errors, or the way to the sign-in page. What the API says no to is nobody's failure,
 * and stands in no log: people mistype addresses, and open pages that are not theirs.
 */
export function responseTo([first]: readonly ApiError[], request: Request, context: AppLoadContext): Response {
  const { code, argument, remedy, errorId: given, requestId } = first?.extensions ?? {};
  const errorId = given ?? requestId ?? context.requestId;
  const message = first?.message ?? 'The API answered without saying what is wrong.';
  if (code === 'UNAUTHENTICATED') return redirectDocument(signInPath(request));
  if (code === 'FORBIDDEN')
    return faultResponse({ kind: 'forbidden', message, remedy: remedy ?? 'Ask an admin for the right, or go back.', errorId });
  if (code === 'BAD_USER_INPUT' && CURSORS.includes(argument ?? ''))
    return faultResponse({ kind: 'bad-cursor', message, remedy: 'Go back to the first page of the list.', errorId });
  // A bent address: the API says what it does not take.
  if (code === 'BAD_USER_INPUT')
    return faultResponse({ kind: 'bad-input', message, remedy: 'Correct the address or the form, or go back.', errorId });
  if (code === 'NOT_FOUND' || (code === undefined && message.startsWith(MALFORMED_ID))) return notFound('page');
  if (code === 'TIMEOUT') return noAnswer(context, message, SLOW);
  context.log.error(
    { event: 'api_error', requestId: context.requestId, errorId, code, message },
    'the API answered with an error',
  );
  return faultResponse({
    kind: 'failed',
    message,
    remedy: remedy ?? 'Try again; if it stays, tell whoever runs Rollcall the error id.',
    errorId,
  });
}

type Silence = Omit<ApiFault, 'errorId'>;

export const UNREACHABLE: Silence = {
  kind: 'unreachable',
  message: 'Rollcall’s API does not answer.',
  remedy: 'Nothing is lost. Try again in a moment; if it stays away, see whether the API’s process runs.',
};
export const SLOW: Silence = {
  kind: 'slow',
  message: 'Rollcall’s API took too long to answer.',
  remedy: 'Try again, or narrow the filter.',
};

/** What an error boundary shows where the API gave no answer. @param why for the log */
export function noAnswer({ log, requestId }: AppLoadContext, why: unknown, fault: Silence = UNREACHABLE): Response {
  log.warn({ event: 'api_unreachable', requestId, message: String(why) }, 'the API did not answer');
  return faultResponse({ ...fault, errorId: requestId });
}
