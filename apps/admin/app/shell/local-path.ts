/** A path of the console out of what a form or an address says; `/` for anything that leads elsewhere. */
export function localPath(given: unknown): string {
  if (typeof given !== 'string' || !/^\/(?![/\\])/.test(given)) return '/';
  try {
    const url = new URL(given, 'http://console.invalid');
    const path = `${url.pathname}${url.search}${url.hash}`;
    // Reading it takes dots out, so that `/.//host` becomes `//host`: another site.
    return url.host === 'console.invalid' && !path.startsWith('//') ? path : '/';
  } catch {
    return '/';
  }
}
