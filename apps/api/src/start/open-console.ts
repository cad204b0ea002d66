import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { consoleKeyOf } from '../access/console-key.js';
import type { Dependencies } from '../dependencies.js';
import type { Settings } from '../settings/settings.js';
import { type ConsoleProcess, type ConsoleProcessOptions, startConsoleProcess, urlOf } from './console-process.js';

/** Beside this application, whether this file is compiled or not. */
const CONSOLE_PROGRAM = fileURLToPath(new URL('../../../admin/dist/server/main.js', import.meta.url));

/** The variables of ours that the console is handed on: it reaches no database and knows no secret but its own key. */
const HANDED_ON = ['PATH', 'SystemRoot', 'TZ', 'APP_NAME', 'TRUST_PROXY', 'NODE_EXTRA_CA_CERTS'];

/** There is nothing to run. */
export class ConsoleNotBuiltError extends Error {
  readonly remedy = 'Build it: npm run build. Or leave it out: ROLLCALL_ADMIN=0';
  constructor(program: string) {
    super(`The console is not built: there is no ${program}.`);
    this.name = 'ConsoleNotBuiltError';
  }
}

/** Throws `ConsoleNotBuiltError` where the console should be started and is missing: better before anything else was begun. */
export function requireConsole({ admin }: Settings): void {
  const program = admin.program ?? CONSOLE_PROGRAM;
  if (admin.start && !existsSync(program)) throw new ConsoleNotBuiltError(program);
}

export interface OpenConsoleOptions extends Pick<ConsoleProcessOptions, 'warn' | 'signal'> {
  environment: Readonly<Record<string, string | undefined>>;
  logLevel: string;
}

/** Starts the console of the settings before the API on this port. Errors: `ConsoleStartError`. */
export function openConsole(
  deps: Pick<Dependencies, 'settings' | 'secretKey'>,
  apiPort: number,
  { environment, logLevel, ...options }: OpenConsoleOptions,
): Promise<ConsoleProcess> {
  const { admin, apiHost, peopleUrl } = deps.settings;
  return startConsoleProcess({
    ...options,
    program: admin.program ?? CONSOLE_PROGRAM,
    host: admin.host,
    port: admin.port,
    environment: {
      ...Object.fromEntries(HANDED_ON.map((name) => [name, environment[name]])),
      ADMIN_URL: peopleUrl,
      ADMIN_KEY: consoleKeyOf(deps),
      API_URL: urlOf(apiHost, apiPort),
      LOG_LEVEL: logLevel,
    },
  });
}
