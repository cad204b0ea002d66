import type { TransportError } from '../wire/transport.js';
import { SsgAuthError } from './auth-error.js';
import type { CallContext, SsgError } from './ssg-error.js';
import { SsgUnavailableError } from './unavailable-error.js';

const OUTCOME_UNKNOWN = 'SSG may have acted on it: look the record up before sending it again.';
/** Many servers refuse a client certificate by closing the connection without a word. */
const TRY_AGAIN =
  'Check the network between here and SSG and, for a certificate app, that SSG still takes the certificate; then try again.';
const CERTIFICATE_ALERT = /ALERT_(HANDSHAKE_FAILURE|.*CERT|UNKNOWN_CA|ACCESS_DENIED)/;

/** No answer came: says whether the request can have reached SSG, which is what a caller needs before repeating a write. */
export function errorFromTransport(context: CallContext, error: TransportError, timeoutMs: number): SsgError {
  const { code, cause } = { code: error.code, cause: error };
  const named = code === undefined ? '' : ` (${code})`;
  const afterSending = context.repeatable ? TRY_AGAIN : OUTCOME_UNKNOWN;
  switch (error.reason) {
    case 'not-connected':
      return new SsgUnavailableError(context, {
        reason: 'not-connected',
        code,
        cause,
        summary: `no connection to SSG${named}; nothing was sent.`,
        remedy: 'Check the configured base URL, the name resolution and the firewall.',
      });
    case 'tls':
      return new SsgAuthError(context, {
        code,
        cause,
        summary: `the TLS handshake did not succeed${named}.`,
        remedy: CERTIFICATE_ALERT.test(code ?? '')
          ? 'SSG refused the client certificate: check that it is on the portal, belongs to this host and has not expired.'
          : "SSG's certificate could not be verified: check the base URL, or trust a proxy's authority with authorityPem.",
      });
    case 'timeout':
      return new SsgUnavailableError(context, {
        reason: 'timeout',
        code,
        cause,
        summary: `no complete answer within ${timeoutMs} ms.`,
        remedy: afterSending,
      });
    case 'network':
      return new SsgUnavailableError(context, {
        reason: 'network',
        code,
        cause,
        summary: `the connection broke before the answer was complete${named}.`,
        remedy: afterSending,
      });
  }
}
