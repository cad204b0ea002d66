import { createContext, useContext } from 'react';
import { type Links, linksOf } from '~/links';

export interface ProviderView {
  uen: string;
  name: string;
  timeZone: string;
  links: Links;
  /** Whether the viewer may do something here, as `noun.verb`: for showing and hiding only. The API decides. */
  may: (permission: string) => boolean;
}

export const ProviderContext = createContext<ProviderView | null>(null);

export const providerView = (
  provider: { uen: string; name: string; timeZone: string },
  permissions: readonly string[],
): ProviderView => ({ ...provider, links: linksOf(provider.uen), may: (permission) => permissions.includes(permission) });

/** The provider whose pages are open, for every component below its layout. It changes when the layout's data do, and never in between. */
export function useProvider(): ProviderView {
  const provider = useContext(ProviderContext);
  if (!provider) throw new Error('This component stands outside the pages of a provider.');
  return provider;
}
