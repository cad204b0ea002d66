import '@mantine/core/styles.layer.css';
import './theme/tokens.css';
import { ColorSchemeScript } from '@mantine/core';
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { data } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from '@remix-run/react';
import type { ReactNode } from 'react';
import { ErrorPage } from './shell/error-page';
import { useNonce } from './shell/nonce';
import { readToast } from './shell/toast.server';
import { Toasts } from './shell/toasts';
import { themeOf } from './theme/theme-cookie.server';
import { Themed } from './theme/themed';

export const links: LinksFunction = () => [{ rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' }];
export const meta: MetaFunction = () => [{ title: 'Rollcall' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { toast, headers } = await readToast(request, context);
  return data({ theme: themeOf(request), toast }, { headers });
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const scheme = useRouteLoaderData<typeof loader>('root')?.theme ?? 'auto';
  return (
    <html lang="en" data-mantine-color-scheme={scheme === 'auto' ? 'light' : scheme} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
        <ColorSchemeScript defaultColorScheme={scheme} nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <Themed scheme={scheme}>{children}</Themed>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  const toast = useRouteLoaderData<typeof loader>('root')?.toast ?? null;
  return (
    <>
      <Outlet />
      <Toasts toast={toast} />
    </>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
