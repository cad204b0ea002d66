import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface SignOptions {
  algorithm?: string;
  keyId?: string;
  key?: CryptoKey;
}

/** An issuer of tokens on this machine, which publishes its keys. */
export interface TokenIssuer {
  url: string;
  /** How often its keys were fetched. */
  fetches(): number;
  sign(claims: JWTPayload, options?: SignOptions): Promise<string>;
  /** From now on another key signs; tokens name it. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const keys: { id: string; privateKey: CryptoKey; jwk: object }[] = [];
  let fetches = 0;
  const rotate = async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const id = `key-${keys.length + 1}`;
    keys.push({ id, privateKey, jwk: { ...(await exportJWK(publicKey)), kid: id, alg: 'ES256', use: 'sig' } });
  };
  await rotate();
  const server = createServer((_request, response) => {
    fetches++;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    rotate,
    fetches: () => fetches,
    async sign(claims, { algorithm = 'ES256', keyId, key } = {}) {
      const current = keys.at(-1);
      if (!current) throw new Error('the issuer has no key');
      return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid: keyId ?? current.id }).sign(key ?? current.privateKey);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
