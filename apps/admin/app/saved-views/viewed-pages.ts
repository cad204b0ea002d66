import type { Links } from '~/links';

interface ViewedPage {
  title: string;
  to: (links: Links, search: string) => string;
}

/** The pages whose look can be saved, by the word that the API keeps. */
const VIEWED_PAGES: ReadonlyMap<string, ViewedPage> = new Map([
  ['upcoming-classes', { title: 'Upcoming classes', to: (links, search) => links.classes(search) }],
]);

/** Where a view leads; a page that this console does not know leads to the list of views. */
export function viewedPage(page: string): ViewedPage {
  return VIEWED_PAGES.get(page) ?? { title: page, to: ({ savedViews }) => savedViews };
}
