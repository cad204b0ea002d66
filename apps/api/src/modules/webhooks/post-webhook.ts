import { type LookupAddress, lookup } from 'node:dns';
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { storableText } from '../../persistence/storable-text.js';

/** The receiver of a webhook did not take it. Names its host alone: the path of such an address may be a secret. */
export class WebhookRefusedError extends Error {
  readonly remedy = 'Look at the receiver, then send it again.';
  constructor(
    host: string,
    what: string,
    /** What it answered; null where it did not. */
    readonly answer: WebhookAnswer | null,
    cause?: unknown,
  ) {
    super(`The webhook at ${host} ${what}.`, { cause });
    this.name = 'WebhookRefusedError';
  }
}

/** The address lies where messages are not sent to: inside, seen from here. */
export class WebhookTargetError extends Error {
  readonly remedy = 'Give the webhook an address that the internet knows.';
  constructor(host: string) {
    super(`The webhook at ${host} has an address that is not public.`);
    this.name = 'WebhookTargetError';
  }
}

export interface WebhookAnswer {
  status: number;
  /** The beginning of the body, identifiers masked, as the database can keep it. */
  excerpt: string;
}

export interface WebhookPost {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  /** Whether messages may go to this IP address; asked of the very address that is then connected to. */
  allows: (address: string) => boolean;
}

const LONGEST_EXCERPT = 500;

/**
 * Posts JSON to a webhook; any 2xx is success. A redirect is refused: the message is for this address alone. Throws
 * `WebhookRefusedError`, `WebhookTargetError`.
 */
export async function postWebhook(post: WebhookPost): Promise<WebhookAnswer> {
  const { host } = post.url;
  const answer = await send(post);
  if (answer.status >= 200 && answer.status < 300) return answer;
  const redirects = answer.status >= 300 && answer.status < 400;
  throw new WebhookRefusedError(
    host,
    redirects ? `redirects (${answer.status}), which is refused` : `answered ${answer.status}`,
    answer,
  );
}

async function send({ url, headers, body, timeoutMs, allows }: WebhookPost): Promise<WebhookAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    // An address that is written out is never looked up.
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !allows(literal)) throw new WebhookTargetError(url.host);
    const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      // Of its own: a connection that another policy has opened is not used again.
      agent: false,
      lookup: guardedLookup(url.host, allows),
      signal: timeout,
    });
    return await answerOf(request, body);
  } catch (error) {
    if (error instanceof WebhookTargetError) throw error;
    if (timeout.aborted) throw new WebhookRefusedError(url.host, `did not answer within ${timeoutMs / 1000} s`, null, error);
    throw new WebhookRefusedError(url.host, `could not be reached (${reasonOf(error)})`, null, error);
  }
}

/** Names are looked up and judged in one, so that no second look-up can give another address than the one judged. */
function guardedLookup(host: string, allows: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[] = []) => {
      const [first] = addresses;
      if (error || !first) return done(error ?? new Error(`${host} has no address`), '');
      if (!addresses.every(({ address }) => allows(address))) return done(new WebhookTargetError(host), '');
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

function answerOf(request: ClientRequest, body: string): Promise<WebhookAnswer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      const finish = () => {
        resolve({ status: response.statusCode ?? 0, excerpt: storableText(maskIdentifiersIn(text).slice(0, LONGEST_EXCERPT)) });
        response.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length >= 2 * LONGEST_EXCERPT) finish();
      });
      response.on('end', finish);
      response.on('error', reject);
    });
    request.end(body);
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for a reason unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
