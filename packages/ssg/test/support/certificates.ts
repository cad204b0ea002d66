import { generate } from 'selfsigned';

export interface KeyPair {
  certificatePem: string;
  privateKeyPem: string;
}

/** A self-signed certificate for 127.0.0.1, as providers make theirs (ssg-api.md §1.3). */
export async function makeKeyPair(commonName: string): Promise<KeyPair> {
  const pems = await generate([{ name: 'commonName', value: commonName }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { certificatePem: pems.cert, privateKeyPem: pems.private };
}
