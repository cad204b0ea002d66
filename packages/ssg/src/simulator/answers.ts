import type { ErrorDetail } from '../wire/envelope.js';

/** What a back end answers, before the gateway encrypts it. */
export interface Answer {
  httpStatus: number;
  body: Readonly<Record<string, unknown>>;
}

/** mySF prints its members in alphabetical order, TPG does not (ssg-api.md §3): two back ends stand behind one gateway. */
export const mysfSuccess = (data: unknown, meta: Readonly<Record<string, unknown>> = {}): Answer => ({
  httpStatus: 200,
  body: { data, error: {}, meta, status: 200 },
});

/** mySF's error shape: numeric code, `errorId`, details that may be empty. */
export const mysfError = (status: number, message: string, details: readonly ErrorDetail[] = []): Answer => ({
  httpStatus: status,
  body: { data: {}, error: { code: status, details, errorId: '', message }, meta: {}, status },
});

/** TPG writes answer with a numeric status … */
export const tpgWritten = (data: unknown, meta: Readonly<Record<string, unknown>>): Answer => ({
  httpStatus: 200,
  body: { status: 200, data, meta, error: {} },
});

/** … TPG view and search with a text. */
export const tpgRead = (data: unknown, meta: Readonly<Record<string, unknown>>): Answer => ({
  httpStatus: 200,
  body: { status: '200', data, meta, error: {} },
});

/** TPG's error shape: no code; a detail's message may begin with `TGS-nnn - `. */
export const tpgError = (status: number, message: string, details: readonly ErrorDetail[]): Answer => ({
  httpStatus: status,
  body: { status, data: {}, meta: {}, error: { message, details } },
});

/** The gateway's own refusals are flat. */
export const gatewayError = (httpStatus: number, error: string): Answer => ({ httpStatus, body: { error } });

const WRONG_UEN: readonly ErrorDetail[] = [{ field: '-', message: 'TGS-405 - Invalid training partner UEN' }];

/** The UEN in the request is not one of the app's. */
export const forbiddenUen = (backEnd: 'mysf' | 'tpg'): Answer =>
  backEnd === 'mysf' ? mysfError(403, 'Forbidden', WRONG_UEN) : tpgError(403, 'Forbidden', WRONG_UEN);

/** mySF validation: names no field (ssg-api.md §3.1, §10.11). */
export const invalidInput = (): Answer => mysfError(400, 'Bad Request', [{ field: '', message: 'Invalid input parameter(s).' }]);

export const noCourseRun = (): Answer => mysfError(404, 'Not Found', [{ field: '', message: 'No course run found.' }]);

/** mySF's "nothing there" for sessions and trainers: no detail at all. */
export const nothingFound = (): Answer => mysfError(404, 'Not Found');
