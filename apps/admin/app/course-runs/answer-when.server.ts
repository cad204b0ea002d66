import type { ActFault } from '~/api/act.server';
import { type ApiFault, isApiFault } from '~/api/api-fault';

/**
 * A slow answer as the browser can take it: a page that was opened as a whole waits for it, for it may have no script; one that
 * a script opened shows itself first.
 */
export async function slowAnswer<Answer>(
  request: Request,
  answer: Promise<Answer>,
): Promise<{ answer: Answer | Promise<Answer> }> {
  const byScript = request.headers.get('sec-fetch-dest') === 'empty';
  return { answer: byScript ? answer : await answer };
}

/** What the API could not answer, as a fault to show in place of the answer rather than instead of the page. */
export async function faultOf(error: unknown): Promise<ActFault> {
  if (!(error instanceof Response)) throw error;
  const body: unknown = await error
    .clone()
    .json()
    .catch(() => null);
  const { message, remedy }: Pick<ApiFault, 'message' | 'remedy'> = isApiFault(body)
    ? body
    : { message: 'This could not be asked.', remedy: 'Close the dialog and try again.' };
  return { code: 'REFUSED', message, remedy, path: [] };
}
