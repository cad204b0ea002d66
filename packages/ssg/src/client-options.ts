import type { SsgAuth } from './auth/credentials.js';
import type { CallHooks } from './call-hooks.js';
import type { CallLimiter } from './call-limiter.js';
import { SsgConfigurationError } from './errors/configuration-error.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry.js';
import { type Cipher, CipherKeyError, createCipher } from './wire/cipher.js';
import type { OperationName } from './wire/operations.js';

export interface SsgClientOptions extends CallHooks {
  /** For example `https://api.ssg-wsg.sg`; plain http is for loopback hosts only. */
  baseUrl: string;
  /** `${baseUrl}/dp-oauth/oauth/token` when absent. */
  tokenUrl?: string | undefined;
  auth: SsgAuth;
  /** Base64 of 32 bytes; absent for apps and hosts that speak plain JSON both ways (ssg-api.md §2.3). */
  encryptionKey?: string | undefined;
  /** For one attempt, headers and body together. 30 s by default (ssg-api.md §3.2). */
  timeoutMs?: number | undefined;
  /** Sent as `x-ssg-environment` (S1.12 SSG_ENV). */
  environment?: 'sandbox' | 'production' | undefined;
  /** `x-api-version` per operation, over the defaults of wire/operations.ts; null sends none. */
  apiVersions?: Partial<Record<OperationName, string | null>> | undefined;
  /** Sent as `uen` to the TPG back end on every call; by default the UEN of the query, where it has one. */
  uenHeader?: string | undefined;
  retry?: Partial<RetryPolicy> | undefined;
  limiter?: CallLimiter | undefined;
  newCorrelationId?: (() => string) | undefined;
  now?: (() => Date) | undefined;
}

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** A base or token URL. Throws SsgConfigurationError, because credentials and personal data travel on it (bug 66). */
export function readHttpsUrl(option: 'baseUrl' | 'tokenUrl', text: string): URL {
  const remedy = 'Give an absolute https URL such as https://api.ssg-wsg.sg; plain http is accepted for loopback hosts only.';
  if (!URL.canParse(text)) throw new SsgConfigurationError({ option, summary: `"${text}" is not a URL.`, remedy });
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new SsgConfigurationError({ option, summary: 'the URL holds credentials, a query or a fragment.', remedy });
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname))) return url;
  throw new SsgConfigurationError({
    option,
    summary: `"${url.protocol}//${url.host}" would send everything unencrypted.`,
    remedy,
  });
}

/** Fills up what was not given; a member that is undefined counts as not given, or a limit could vanish unnoticed. */
export function readRetryPolicy(retry: SsgClientOptions['retry'] = {}): RetryPolicy {
  return {
    maxAttempts: retry.maxAttempts ?? DEFAULT_RETRY_POLICY.maxAttempts,
    baseDelayMs: retry.baseDelayMs ?? DEFAULT_RETRY_POLICY.baseDelayMs,
    maxDelayMs: retry.maxDelayMs ?? DEFAULT_RETRY_POLICY.maxDelayMs,
    maxRetryAfterMs: retry.maxRetryAfterMs ?? DEFAULT_RETRY_POLICY.maxRetryAfterMs,
    random: retry.random ?? DEFAULT_RETRY_POLICY.random,
  };
}

/** Null without a key. Throws SsgConfigurationError. */
export function readEncryptionKey(encryptionKey: string | undefined): Cipher | null {
  if (encryptionKey === undefined) return null;
  try {
    return createCipher(encryptionKey);
  } catch (error) {
    if (!(error instanceof CipherKeyError)) throw error;
    throw new SsgConfigurationError({
      option: 'encryptionKey',
      summary: error.message,
      remedy: 'Leave it out only for apps that speak plain JSON.',
      cause: error,
    });
  }
}
