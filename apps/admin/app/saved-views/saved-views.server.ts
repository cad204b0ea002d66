import { notFound } from '~/api/api-fault';
import type { Ask } from '~/api/ask.server';
import { graphql, type ResultOf } from '~/api/graphql';

const SavedViews = graphql(`
  query SavedViews($provider: String!, $page: String) {
    savedViews(provider: $provider, page: $page) {
      id
      name
      page
      search
      shared
      mine
      ownerName
      version
      updatedAt
    }
  }
`);

export type SavedView = ResultOf<typeof SavedViews>['savedViews'][number];

/** The viewer's own views and the shared ones, by name: of one page, or of all. */
export async function viewsOf(ask: Ask, uen: string, page?: string): Promise<SavedView[]> {
  const { savedViews } = await ask(SavedViews, { provider: uen, page: page ?? null });
  return savedViews;
}

/** One of the viewer's own. Throws the 404 page for any other: nobody changes what somebody else saved. */
export async function ownView(ask: Ask, uen: string, id: string): Promise<SavedView> {
  const view = (await viewsOf(ask, uen)).find((known) => known.id === id && known.mine);
  if (!view) throw notFound('saved view of yours', 'Only whoever saved a view can rename or remove it.');
  return view;
}
