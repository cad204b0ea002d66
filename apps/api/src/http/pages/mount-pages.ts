import type { Express } from 'express';
import { createBackgroundWork } from '../../access/background-work.js';
import { createSessionReader } from '../../access/session-principal.js';
import { createSignInAttempts } from '../../access/sign-in-attempts.js';
import { createSignInService } from '../../access/sign-in-service.js';
import type { Dependencies } from '../../dependencies.js';
import { requireSameOrigin } from '../same-origin.js';
import { ACCOUNT, mountAccount } from './account-page.js';
import { mountFirstAdmin } from './first-admin-page.js';
import { mountForgotPassword } from './forgot-password-page.js';
import { mountLibraryRoutes } from './library-routes.js';
import { STYLES, STYLES_PATH } from './page-styles.js';
import type { PageTools } from './page-tools.js';
import { mountPasswordLinkPages } from './password-link-pages.js';
import { mountSignIn, mountSignInCode } from './sign-in-page.js';
import { mountSignOut, SIGN_OUT } from './sign-out-page.js';
import { mountTwoFactor } from './two-factor-page.js';

/** Where pages change something, besides the routes of the library. */
const FORMS = [
  '/sign-in',
  SIGN_OUT,
  '/accept-invitation',
  '/reset-password',
  '/forgot-password',
  '/first-admin',
  ACCOUNT,
  '/api/auth',
];

export interface MountedPages {
  /** Resolves when the mails and writes that no answer waited for have ended. */
  settled(): Promise<void>;
}

/** The pages on which people sign in and look after their account. They are forms: they work without a script. */
export function mountPages(app: Express, deps: Dependencies): MountedPages {
  const { settings, database, log } = deps;
  const background = createBackgroundWork(log);
  const sessions = createSessionReader({ pool: database.pool, sessionMs: settings.identity.sessionMs, background });
  const tools: PageTools = {
    deps,
    background,
    service: createSignInService(deps, sessions),
    attempts: createSignInAttempts(database.pool),
  };
  app.use(FORMS, requireSameOrigin(settings));
  app.get(STYLES_PATH, (_request, response) => void response.set('cache-control', 'max-age=3600').type('css').send(STYLES));
  mountSignIn(app, tools);
  mountSignInCode(app, tools);
  mountSignOut(app, tools);
  mountPasswordLinkPages(app, tools);
  mountForgotPassword(app, tools);
  mountFirstAdmin(app, tools);
  mountAccount(app, tools);
  mountTwoFactor(app, tools);
  mountLibraryRoutes(app, tools);
  return { settled: () => background.settled() };
}
