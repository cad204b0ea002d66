import { Outlet, type ShouldRevalidateFunction, useLoaderData } from '@remix-run/react';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import { frameLoader } from '~/api/page.server';
import { LiveProvider } from '~/live/live-provider';
import { ErrorPage } from './error-page';
import { Frame } from './frame';

const ProviderLayout = graphql(`
  query ProviderLayout($uen: String!) {
    viewer {
      name
      user {
        name
        email
      }
      roles {
        provider {
          uen
        }
        roles
        permissions
      }
    }
    trainingProvider(uen: $uen) {
      uen
      name
      timeZone
    }
    trainingProviders(first: 100) {
      nodes {
        uen
        name
      }
    }
  }
`);

export const loader = frameLoader(async ({ ask, uen }) => {
  const { viewer, trainingProvider, trainingProviders } = await ask(ProviderLayout, { uen });
  if (!trainingProvider || !viewer) throw notFound(`training provider ${uen}`, 'Choose one of yours from the menu.');
  const here = viewer.roles.filter(({ provider }) => provider === null || provider.uen === uen);
  return {
    viewer: { name: viewer.user?.name ?? viewer.name, email: viewer.user?.email ?? viewer.name },
    roles: [...new Set(here.flatMap(({ roles }) => roles))],
    permissions: [...new Set(here.flatMap(({ permissions }) => permissions))],
    provider: trainingProvider,
    providers: trainingProviders.nodes,
  };
});

/**
 * Who looks, and where, stays the same from page to page of a provider: it is read again after acts and when a page is told of
 * changes, and not for every filter. What somebody may do is decided by the API, whatever stands here.
 */
export const shouldRevalidate: ShouldRevalidateFunction = ({
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

export default function ProviderLayoutRoute() {
  const { provider, providers, viewer, roles } = useLoaderData<typeof loader>();
  return (
    <LiveProvider>
      <Frame provider={provider} providers={providers} viewer={viewer} roles={roles}>
        <Outlet />
      </Frame>
    </LiveProvider>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
