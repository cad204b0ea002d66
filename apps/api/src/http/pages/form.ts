import express, { type Request, type RequestHandler, type Response } from 'express';

/** Reads what a form of ours posts. */
export const readForm: RequestHandler = express.urlencoded({ extended: false, limit: '10kb' });

/** A field of the posted form as it was typed; empty where there is none. */
export function fieldOf(request: Request, name: string): string {
  const value: unknown = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** A value of the query; empty where it is missing or given twice. */
export function queryOf(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value : '';
}

/** Hands the cookies that the library set on to the browser. */
export function passCookies(from: globalThis.Response, to: Response): void {
  for (const cookie of from.headers.getSetCookie()) to.append('set-cookie', cookie);
}

/** What the library answered. */
export interface LibraryAnswer {
  status: number;
  /** `INVALID_TOKEN`; empty where it named none. */
  code: string;
  body: Record<string, unknown>;
  /** Seconds to wait; null where there were not too many attempts. */
  retryAfter: number | null;
}

export async function readAnswer(answer: globalThis.Response): Promise<LibraryAnswer> {
  const text = await answer.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
  const wait = answer.headers.get('retry-after') ?? answer.headers.get('x-retry-after');
  return {
    status: answer.status,
    code: typeof body['code'] === 'string' ? body['code'] : '',
    body,
    retryAfter: answer.status === 429 ? Number(wait ?? 60) : null,
  };
}

/** Says in words how long to wait. */
export const waitText = (seconds: number): string =>
  `There were too many attempts. Wait ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}, and try again.`;
