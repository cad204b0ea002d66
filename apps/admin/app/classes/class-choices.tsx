import { Outlet, useLoaderData, useOutletContext } from '@remix-run/react';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { viewsOf } from '~/saved-views/saved-views.server';
import { sameWhileBrowsing } from '~/shell/while-browsing';

const CoursesToChoose = graphql(`
  query CoursesToChoose($provider: String!) {
    courses(filter: { provider: $provider }, first: 100) {
      nodes {
        courseCode
        title
      }
    }
  }
`);

export const loader = pageLoader(async ({ ask, uen }) => {
  const [{ courses }, views] = await Promise.all([
    ask(CoursesToChoose, { provider: uen }),
    viewsOf(ask, uen, 'upcoming-classes'),
  ]);
  return { courses: courses.nodes, views };
});

export const shouldRevalidate = sameWhileBrowsing;

/** Around the list of classes: what it can be narrowed to. Turning the list's pages does not read it again. */
export default function ClassChoices() {
  return <Outlet context={useLoaderData<typeof loader>()} />;
}

export const useClassChoices = () => useOutletContext<ReturnType<typeof useLoaderData<typeof loader>>>();
