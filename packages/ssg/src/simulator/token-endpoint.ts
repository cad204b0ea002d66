import { type Answer, gatewayError } from './answers.js';
import type { RegisteredApp } from './apps.js';
import type { TokenOffice } from './tokens.js';

/** The documented path (ssg-api.md §1.2), and the one that S1.21 names. */
export const TOKEN_PATHS = ['/dp-oauth/oauth/token', '/oauth/token'];

/** POST with HTTP Basic and `grant_type=client_credentials` → an access token. */
export function answerTokenRequest(
  authorization: string | undefined,
  body: string,
  apps: readonly RegisteredApp[],
  tokens: TokenOffice,
): Answer & { app?: string } {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  const [clientId, clientSecret] = [credentials.slice(0, colon), credentials.slice(colon + 1)];
  const app = apps.find(
    ({ auth }) => colon > 0 && auth.kind === 'oauth' && auth.clientId === clientId && auth.clientSecret === clientSecret,
  );
  if (app === undefined) return gatewayError(401, 'invalid_client');
  if (new URLSearchParams(body).get('grant_type') !== 'client_credentials') return gatewayError(400, 'unsupported_grant_type');
  const { token, expiresInSeconds } = tokens.mint(app.name);
  return { httpStatus: 200, body: { access_token: token, token_type: 'bearer', expires_in: expiresInSeconds }, app: app.name };
}
