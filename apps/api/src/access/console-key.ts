import { createHmac } from 'node:crypto';
import type { Dependencies } from '../dependencies.js';

/** In which the console says that it is the console. */
export const CONSOLE_HEADER = 'x-rollcall-console';

/** What the console proves itself by: the setting, else one made from the secret key, which `npm start` hands to the console. */
export const consoleKeyOf = ({ settings, secretKey }: Pick<Dependencies, 'settings' | 'secretKey'>): string =>
  settings.admin.key ?? createHmac('sha256', secretKey).update('rollcall console').digest('base64url');
