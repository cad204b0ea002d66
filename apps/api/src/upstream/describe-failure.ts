import { SsgConfigurationError } from '@rollcall/ssg/errors/configuration-error';
import { SsgError } from '@rollcall/ssg/errors/ssg-error';
import type { Settings, SsgCredentials } from '../settings/settings.js';

export interface Failure {
  message: string;
  remedy: string;
}

/**
 * What failed in words of this installation: SSG's client knows credentials and keys, this names the environment variables
 * that hold them, with the UEN at the end where a provider has its own (bug 26, S1.23).
 */
export function describeFailure(error: unknown, settings: Settings, uen: string): Failure {
  const own = settings.ssg.credentialsByUen.get(uen);
  const variable = (name: string) => (own ? `${name}__${uen}` : name);
  if (error instanceof SsgConfigurationError)
    return { message: error.message, remedy: `The setting is ${optionVariable(error.option, variable)}.` };
  if (error instanceof SsgError) {
    const variables = settingsBehind(error, own ?? settings.ssg.credentials, variable);
    return { message: error.summary, remedy: `${error.remedy}${variables ? ` Here: ${variables}.` : ''}` };
  }
  const message = error instanceof Error ? error.message : String(error);
  const remedy =
    error instanceof Error && 'remedy' in error && typeof error.remedy === 'string'
      ? error.remedy
      : 'Look at the log for the whole error.';
  return { message, remedy };
}

function settingsBehind(error: SsgError, credentials: SsgCredentials, variable: (name: string) => string): string | null {
  const signIn = credentials.certificateFile
    ? `${variable('SSG_CERTIFICATE_FILE')} and ${variable('SSG_PRIVATE_KEY_FILE')}`
    : `${variable('SSG_CLIENT_ID')} and ${variable('SSG_CLIENT_SECRET')}`;
  switch (error.kind) {
    case 'auth':
    case 'access':
      return signIn;
    case 'decryption':
      return variable('SSG_ENCRYPTION_KEY');
    case 'api-version':
      return 'SSG_API_VERSIONS';
    case 'unavailable':
      return 'SSG_BASE_URL says where SSG is; without it, the simulator of npm start or rollcall simulator on SSG_SIMULATOR_PORT';
    default:
      return null;
  }
}

function optionVariable(option: string, variable: (name: string) => string): string {
  const names: Record<string, string> = {
    baseUrl: 'SSG_BASE_URL',
    tokenUrl: 'SSG_TOKEN_URL',
    encryptionKey: variable('SSG_ENCRYPTION_KEY'),
    certificatePem: variable('SSG_CERTIFICATE_FILE'),
    privateKeyPem: variable('SSG_PRIVATE_KEY_FILE'),
    authorityPem: 'SSG_AUTHORITY_FILE',
  };
  return names[option] ?? option;
}
