import { Agent, request } from 'undici';

/** A client certificate and its key, in PEM, as undici hands them to TLS. */
export interface ClientCertificate {
  certificatePem: string;
  privateKeyPem: string;
  passphrase?: string;
  /** Authorities to trust, in place of the built-in list. */
  authorities?: string[];
}

interface WireRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
}

export interface WireResponse {
  httpStatus: number;
  /** Undefined when absent. */
  retryAfter: string | undefined;
  body: string;
}

export interface Transport {
  /**
   * One HTTP exchange. Rejects with TransportError, or with the signal's reason when the signal stops it. A request that
   * can never be sent (an impossible header, say) is a programming error and rejects as such.
   */
  exchange(request: WireRequest, options: { signal: AbortSignal; timeoutMs: number }): Promise<WireResponse>;
  close(): Promise<void>;
}

/** `not-connected`: nothing was sent. `tls`: the handshake failed. `network`, `timeout`: the request may have arrived. */
export class TransportError extends Error {
  override name = 'TransportError';
  constructor(
    readonly reason: 'not-connected' | 'tls' | 'network' | 'timeout',
    readonly code: string | undefined,
    options: { cause: unknown },
  ) {
    super(`${reason}${code === undefined ? '' : ` (${code})`}`, options);
  }
}

class AttemptTimeout extends Error {}

/** Connections are kept alive between calls. The peer's certificate is always verified and no option turns that off (bug 66). */
export function createTransport(certificate: ClientCertificate | null): Transport {
  const agent = new Agent({
    connect: {
      // Said aloud because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise decide.
      rejectUnauthorized: true,
      ...(certificate === null
        ? {}
        : {
            cert: certificate.certificatePem,
            key: certificate.privateKeyPem,
            ...(certificate.passphrase === undefined ? {} : { passphrase: certificate.passphrase }),
            ...(certificate.authorities === undefined ? {} : { ca: certificate.authorities }),
          }),
    },
  });

  return {
    async exchange({ method, url, headers, body }, { signal, timeoutMs }) {
      signal.throwIfAborted();
      const attempt = new AbortController();
      const stop = () => attempt.abort(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      const timer = setTimeout(() => attempt.abort(new AttemptTimeout()), timeoutMs);
      try {
        const response = await request(url, {
          method,
          headers,
          body: body ?? null,
          dispatcher: agent,
          signal: attempt.signal,
          // The timer above covers headers and body together; undici's own timers tick too coarsely for short ones.
          headersTimeout: 0,
          bodyTimeout: 0,
        });
        const retryAfter = response.headers['retry-after'];
        return {
          httpStatus: response.statusCode,
          retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
          body: await response.body.text(),
        };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (codeOf(error) === 'UND_ERR_INVALID_ARG') throw error;
        if (error instanceof AttemptTimeout) throw new TransportError('timeout', undefined, { cause: error });
        throw transportError(error);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      }
    },
    async close() {
      await agent.destroy();
    },
  };
}

const NOTHING_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** OpenSSL and Node name certificate problems in these ways; `ERR_SSL_*` holds the alerts a server sends. */
const TLS_CODE = /^EPROTO$|^ERR_(TLS|SSL)_|^CERT_|^DEPTH_ZERO|SELF_SIGNED|^UNABLE_TO_|^ERR_OSSL/;

function transportError(error: unknown): TransportError {
  const code = codeOf(error);
  if (code !== undefined && NOTHING_SENT.has(code)) return new TransportError('not-connected', code, { cause: error });
  if (code !== undefined && TLS_CODE.test(code)) return new TransportError('tls', code, { cause: error });
  return new TransportError('network', code, { cause: error });
}

/** Node wraps the failures of several addresses of one host into an AggregateError; the first one's code speaks for all. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined;
}
