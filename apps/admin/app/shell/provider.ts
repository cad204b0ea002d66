import { useRouteLoaderData } from '@remix-run/react';
import { useMemo } from 'react';
import { type Links, linksOf } from '~/links';
import type { loader } from './provider-layout';

export const PROVIDER_LAYOUT = 'shell/provider-layout';

export interface ProviderView {
  uen: string;
  name: string;
  timeZone: string;
  links: Links;
  /** Whether the viewer may do something here, as `noun.verb`: for showing and hiding only. The API decides. */
  may: (permission: string) => boolean;
}

/** The provider whose pages are open, for every component below its layout. */
export function useProvider(): ProviderView {
  const loaded = useRouteLoaderData<typeof loader>(PROVIDER_LAYOUT);
  if (!loaded) throw new Error('This component stands outside the pages of a provider.');
  const { provider, permissions } = loaded;
  return useMemo(
    () => ({ ...provider, links: linksOf(provider.uen), may: (permission) => permissions.includes(permission) }),
    [provider, permissions],
  );
}
