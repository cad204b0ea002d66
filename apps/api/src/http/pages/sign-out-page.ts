import type { Express } from 'express';
import { callerOf } from '../../access/account-caller.js';
import { answerMethodNotAllowed } from '../answer-errors.js';
import { passCookies } from './form.js';
import type { PageTools } from './page-tools.js';
import { SIGN_IN } from './sign-in-page.js';

export const SIGN_OUT = '/sign-out';

/** `/sign-out`: a form posts here; a link could be followed by accident. */
export function mountSignOut(app: Express, { service }: PageTools): void {
  app
    .route(SIGN_OUT)
    .post(async (request, response) => {
      passCookies(await service.ask({ method: 'POST', path: '/sign-out', body: '{}', caller: callerOf(request) }), response);
      response.redirect(303, `${SIGN_IN}?notice=signed-out`);
    })
    .all(answerMethodNotAllowed('POST'));
}
