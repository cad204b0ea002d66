import { createPrivateKey, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { SsgConfigurationError } from '../errors/configuration-error.js';
import type { ClientCertificate } from '../wire/transport.js';
import type { Credentials, SsgAuth } from './credentials.js';

type CertificateAuth = Extract<SsgAuth, { kind: 'certificate' }>;

/** The certificate as the transport presents it. Throws SsgConfigurationError when the PEM texts do not fit together. */
export function readClientCertificate(auth: CertificateAuth): ClientCertificate {
  const certificate = readCertificate(auth.certificatePem);
  if (!certificate.checkPrivateKey(readPrivateKey(auth))) {
    throw new SsgConfigurationError({
      option: 'auth.privateKeyPem',
      summary: 'the private key does not belong to the certificate.',
      remedy: 'Use the key that was made together with the certificate uploaded to the SSG developer portal.',
    });
  }
  return {
    certificatePem: auth.certificatePem,
    privateKeyPem: auth.privateKeyPem,
    ...(auth.passphrase === undefined ? {} : { passphrase: auth.passphrase }),
    // Naming any authority replaces the built-in list, so the list is repeated: authorityPem adds, it never narrows.
    ...(auth.authorityPem === undefined ? {} : { authorities: [...rootCertificates, auth.authorityPem] }),
  };
}

/** The TLS connection carries the proof, so calls need no header; the check is that the certificate is valid today (§1.3). */
export function createCertificateCredentials(auth: CertificateAuth, now: () => Date): Credentials {
  const certificate = readCertificate(auth.certificatePem);
  const validFrom = new Date(certificate.validFrom);
  const validTo = new Date(certificate.validTo);
  return {
    headers: async () => ({}),
    async check() {
      if (now() > validTo || now() < validFrom) {
        throw new SsgConfigurationError({
          option: 'auth.certificatePem',
          summary: `the certificate is valid from ${validFrom.toISOString()} to ${validTo.toISOString()} only.`,
          remedy: 'Make a new certificate and upload it to the app on the SSG developer portal.',
        });
      }
      return { kind: 'certificate', subject: certificate.subject, validFrom, validTo };
    },
  };
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new SsgConfigurationError({
      option: 'auth.certificatePem',
      summary: 'this is not a certificate in PEM form.',
      remedy: 'Give the text from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----", line breaks included.',
      cause,
    });
  }
}

function readPrivateKey({ privateKeyPem, passphrase }: CertificateAuth) {
  try {
    return createPrivateKey({ key: privateKeyPem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw new SsgConfigurationError({
      option: 'auth.privateKeyPem',
      summary: 'this is not a private key in PEM form, or its passphrase is missing or wrong.',
      remedy: 'Give the PEM text with its line breaks, and the passphrase if the key is encrypted.',
      cause,
    });
  }
}
