import type { AppLoadContext } from '@remix-run/node';
import { pino } from 'pino';

/** What the server would hand to a loader. */
export const loadContext = (apiUrl: string): AppLoadContext => ({
  nonce: 'n',
  apiUrl,
  apiHeaders: { 'x-rollcall-console': 'a key' },
  secureCookies: false,
  callerAddress: '192.0.2.7',
  requestId: 'request-1',
  log: pino({ level: 'silent' }),
});
