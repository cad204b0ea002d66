import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const CLIENT = { id: 'rollcall', secret: 'an-invented-client-secret' };

/** Who the identity provider says is there. */
export interface Claims {
  sub: string;
  email: string;
  email_verified?: boolean;
}

/** A small OpenID Connect provider on this machine: discovery, keys, and the code flow with PKCE left to the caller. */
export interface IdentityProvider {
  url: string;
  /** Who signs in there next, and what its ID token is made of otherwise. */
  next(claims: Claims, changed?: { issuer?: string; audience?: string; nonce?: string; forged?: boolean }): void;
  /** What the last exchange of a code was sent. */
  exchanged(): URLSearchParams;
  /** Answers its description from now on, or does not. */
  describes(yes: boolean): void;
  close(): Promise<void>;
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const [{ privateKey, publicKey }, forger] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  let claims: Claims = { sub: 'nobody', email: 'nobody@example.org' };
  let changed: Parameters<IdentityProvider['next']>[1] = {};
  let exchanged = new URLSearchParams();
  let describes = true;
  let nonce = '';

  const idToken = () =>
    new SignJWT({ ...claims, name: 'Somebody Else', nonce: changed?.nonce ?? nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
      .setIssuer(changed?.issuer ?? url)
      .setAudience(changed?.audience ?? CLIENT.id)
      .setIssuedAt()
      .setExpirationTime('5 minutes')
      .sign(changed?.forged ? forger.privateKey : privateKey);

  const answers: Record<string, (request: IncomingMessage, query: URLSearchParams) => Promise<object> | object> = {
    '/.well-known/openid-configuration': () => ({
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': () => ({ keys: [jwk] }),
    '/token': async (request) => {
      exchanged = new URLSearchParams(await bodyOf(request));
      return {
        access_token: 'an-access-token',
        refresh_token: 'a-refresh-token',
        token_type: 'Bearer',
        id_token: await idToken(),
      };
    },
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/authorize') {
      nonce = searchParams.get('nonce') ?? '';
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code: 'a-code', state: searchParams.get('state') ?? '' }).toString();
      return response.writeHead(302, { location: back.href }).end();
    }
    const answer = describes ? answers[pathname] : undefined;
    if (!answer) return response.writeHead(503).end();
    return response.setHeader('content-type', 'application/json').end(JSON.stringify(await answer(request, searchParams)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    next: (given, otherwise = {}) => {
      claims = given;
      changed = otherwise;
    },
    exchanged: () => exchanged,
    describes: (yes) => {
      describes = yes;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
