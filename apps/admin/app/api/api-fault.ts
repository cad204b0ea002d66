/** Why a page could not be had from the API: what error pages tell people of. */
export type ApiFaultKind = 'unreachable' | 'slow' | 'busy' | 'forbidden' | 'not-found' | 'bad-cursor' | 'bad-input' | 'failed';

export interface ApiFault {
  kind: ApiFaultKind;
  message: string;
  remedy: string;
  /** The id under which the logs know this request. */
  errorId: string | null;
}

const STATUS: Record<ApiFaultKind, number> = {
  unreachable: 503,
  slow: 504,
  busy: 429,
  forbidden: 403,
  'not-found': 404,
  'bad-cursor': 400,
  'bad-input': 400,
  failed: 500,
};

/** The response that an error boundary shows. Throw it. */
export const faultResponse = (fault: ApiFault): Response =>
  Response.json(fault, { status: STATUS[fault.kind], headers: { 'cache-control': 'no-store' } });

export const notFound = (what: string, remedy = 'It may have been removed, or the address is wrong.'): Response =>
  faultResponse({ kind: 'not-found', message: `There is no ${what} here.`, remedy, errorId: null });

export const isApiFault = (data: unknown): data is ApiFault =>
  typeof data === 'object' && data !== null && 'kind' in data && 'message' in data && 'remedy' in data;

/** What nobody expected, and so nobody may be told more of. */
export const UNEXPECTED: ApiFault = {
  kind: 'failed',
  message: 'The console met an error nobody expected. It was written to the log.',
  remedy: 'Try again. If it stays, tell whoever runs Rollcall when it happened and what you did.',
  errorId: null,
};
