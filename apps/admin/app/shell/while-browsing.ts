import type { ShouldRevalidateFunction } from '@remix-run/react';

/**
 * For what stays the same from page to page of a provider: it is read again after acts and when a page is told of changes, and
 * not for every filter and every page of a list.
 */
export const sameWhileBrowsing: ShouldRevalidateFunction = ({
  currentUrl,
  nextUrl,
  currentParams,
  nextParams,
  formMethod,
  defaultShouldRevalidate,
}) => {
  const goesOn = currentUrl.href !== nextUrl.href && currentParams['uen'] === nextParams['uen'];
  const acts = formMethod !== undefined && formMethod !== 'GET';
  return goesOn && !acts ? false : defaultShouldRevalidate;
};
