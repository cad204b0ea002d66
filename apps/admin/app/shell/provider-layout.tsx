import { Outlet, useLoaderData } from '@remix-run/react';
import { useMemo } from 'react';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import { frameLoader } from '~/api/page.server';
import { LiveProvider } from '~/live/live-provider';
import { ErrorPage } from './error-page';
import { Frame } from './frame';
import { ProviderContext, providerView } from './provider';
import { sameWhileBrowsing } from './while-browsing';

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

/** Who looks, and where. What somebody may do is decided by the API, whatever stands here. */
export const shouldRevalidate = sameWhileBrowsing;

export default function ProviderLayoutRoute() {
  const { provider, permissions, providers, viewer, roles } = useLoaderData<typeof loader>();
  const view = useMemo(() => providerView(provider, permissions), [provider, permissions]);
  return (
    <ProviderContext.Provider value={view}>
      <LiveProvider>
        <Frame provider={provider} providers={providers} viewer={viewer} roles={roles}>
          <Outlet />
        </Frame>
      </LiveProvider>
    </ProviderContext.Provider>
  );
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
