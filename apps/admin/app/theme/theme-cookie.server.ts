import { type ColorScheme, readColorScheme } from './color-scheme';

const YEAR_SECONDS = 365 * 24 * 3600;

/** The chosen colours: `auto` where nothing was chosen, or something unknown. */
export function themeOf(request: Request): ColorScheme {
  const cookies = request.headers.get('cookie') ?? '';
  return readColorScheme(/(?:^|;\s*)theme=([a-z]+)/.exec(cookies)?.[1]);
}

/** Readable by pages of the same host: the sign-in pages wear the same colours. */
export const themeCookie = (scheme: ColorScheme, secure: boolean): string =>
  `theme=${scheme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly${secure ? '; Secure' : ''}`;
