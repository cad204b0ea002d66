const SOMEWHERE = 'http://local.invalid';
const LONGEST = 2000;

/**
 * A path of this site that somebody wants to go on to; null for whatever would lead elsewhere. Browsers read `//host`,
 * `/\host` and paths with tabs in them as other sites, so it is read as they do.
 */
export function localPath(given: unknown): string | null {
  if (typeof given !== 'string' || !given.startsWith('/') || given.length > LONGEST) return null;
  let url: URL;
  try {
    url = new URL(given, SOMEWHERE);
  } catch {
    return null;
  }
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin === SOMEWHERE && !path.startsWith('//') ? path : null;
}
