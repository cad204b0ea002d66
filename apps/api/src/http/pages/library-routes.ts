import express, { type Express } from 'express';
import { callerOf } from '../../access/account-caller.js';
import { LIBRARY_PATH, OIDC } from '../../access/sign-in-names.js';
import { passCookies } from './form.js';
import type { PageTools } from './page-tools.js';

/** What of the library is served as it is, for a console of one's own. Whatever else it can do is not served. */
const ROUTES: Record<'GET' | 'POST', readonly string[]> = {
  GET: ['/get-session', '/list-sessions', `/callback/${OIDC}`],
  POST: [
    '/sign-in/email',
    '/sign-out',
    '/two-factor/verify-totp',
    '/two-factor/verify-backup-code',
    '/change-password',
    '/reset-password',
    '/revoke-session',
    '/revoke-other-sessions',
  ],
};

const readBody = express.text({ type: () => true, limit: '10kb' });

/** `/api/auth/*`: JSON in, JSON and cookies out. */
export function mountLibraryRoutes(app: Express, { service }: PageTools): void {
  for (const method of ['GET', 'POST'] as const)
    for (const path of ROUTES[method]) {
      const route = app.route(`${LIBRARY_PATH}${path}`);
      const mount = method === 'GET' ? route.get.bind(route) : route.post.bind(route);
      mount(readBody, async (request, response) => {
        const answer = await service.ask({
          method,
          path: `${path}${request.originalUrl.slice(request.path.length)}`,
          ...(method === 'POST' && { body: String(request.body ?? ''), contentType: request.get('content-type') ?? '' }),
          caller: callerOf(request),
        });
        passCookies(answer, response);
        for (const name of ['location', 'content-type', 'retry-after'])
          if (answer.headers.has(name)) response.set(name, answer.headers.get(name) ?? '');
        const wait = answer.headers.get('x-retry-after');
        if (wait !== null) response.set('retry-after', wait);
        response.status(answer.status).send(await answer.text());
      });
    }
}
