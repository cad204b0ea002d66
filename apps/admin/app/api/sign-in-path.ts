/** The sign-in page, and from there back to the page that was asked for. A form that was sent comes back to its page. */
export function signInPath(request: Request): string {
  const { pathname, search } = new URL(request.url);
  const query = new URLSearchParams(search);
  query.delete('_routes');
  const rest = query.size > 0 ? `?${query}` : '';
  const next = `${pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/')}${rest}`;
  return `/sign-in?next=${encodeURIComponent(next)}`;
}
