import type { Request } from 'express';

/** Who is at a sign-in page, as far as signing in needs it. */
export interface AccountCaller {
  /** The `cookie` header; empty where there is none. */
  cookie: string;
  /** By which attempts are counted. */
  address: string;
  userAgent: string;
}

export const callerOf = (request: Request): AccountCaller => ({
  cookie: request.get('cookie') ?? '',
  address: request.ip ?? '',
  userAgent: (request.get('user-agent') ?? '').slice(0, 300),
});
