import type { BackgroundWork } from '../../access/background-work.js';
import type { SignInAttempts } from '../../access/sign-in-attempts.js';
import type { SignInService } from '../../access/sign-in-service.js';
import type { Dependencies } from '../../dependencies.js';

/** What the sign-in pages work with. */
export interface PageTools {
  deps: Pick<Dependencies, 'settings' | 'database' | 'accounts' | 'log' | 'now' | 'newId'>;
  service: SignInService;
  attempts: SignInAttempts;
  background: BackgroundWork;
}
