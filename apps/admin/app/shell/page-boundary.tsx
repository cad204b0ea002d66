import { Outlet } from '@remix-run/react';
import { ErrorPage } from './error-page';

/** Around every page of a provider: when one fails, the places at its side stay. */
export default function PageBoundary() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage inFrame />;
}
