import type { Logger } from 'pino';

/** What the server hands to loaders and actions with each request. */
declare module '@remix-run/node' {
  interface AppLoadContext {
    /** Of this answer's content security policy. */
    nonce: string;
    apiUrl: string;
    /** Of every request to the API, besides what names the caller. */
    apiHeaders: Record<string, string>;
    /** Whether people reach the console by https. */
    secureCookies: boolean;
    /** The address of the browser. */
    callerAddress: string;
    requestId: string;
    log: Logger;
  }
}
