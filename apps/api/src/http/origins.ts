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

export function createOrigins({ publicUrl, graphql: { corsOrigins } }: Pick<Settings, 'publicUrl' | 'graphql'>): Origins {
  const ours = new URL(publicUrl);
  const allows = (origin: string) => corsOrigins.includes(origin);
  return {
    allows,
    any: corsOrigins.length > 0,
    trusts: (origin, host) => {
      if (origin === ours.origin || allows(origin)) return true;
      // By another of this machine's names than the public one; a proxy that ends TLS speaks plainly to us only by that one.
      return host != null && host !== ours.host && origin === `http://${host.toLowerCase()}`;
    },
  };
}
