import type { Settings } from '../settings/settings.js';

/** Which pages may use the API in a visitor's name. */
export interface Origins {
  /** A page of our own, or one that the settings allow. @param host the request's Host header */
  trusts(origin: string, host: string | null | undefined): boolean;
  /** A page of another site that the settings allow, and that browsers therefore have to be told about. */
  allows(origin: string): boolean;
  /** Whether any other site is allowed, so that answers differ by origin. */
  readonly any: boolean;
}

/** What of the settings says which pages are ours, and which others are allowed. */
export type OriginSettings = Pick<Settings, 'publicUrl' | 'peopleUrl' | 'graphql'>;

export function createOrigins({ publicUrl, peopleUrl, graphql: { corsOrigins } }: OriginSettings): Origins {
  const ours = [publicUrl, peopleUrl].map((url) => new URL(url));
  const allows = (origin: string) => corsOrigins.includes(origin);
  return {
    allows,
    any: corsOrigins.length > 0,
    trusts: (origin, host) => {
      if (ours.some((own) => origin === own.origin) || allows(origin)) return true;
      // By another of this machine's names than the public ones; a proxy that ends TLS speaks plainly to us only by those.
      return host != null && !ours.some((own) => host === own.host) && origin === `http://${host.toLowerCase()}`;
    },
  };
}
