import { redirect } from '@remix-run/node';
import { pageLoader } from '~/api/page.server';
import { chosenIds } from './chosen-runs.server';
import { classesSearch } from './classes-search';

/** From the ticked classes to the dialog that starts their export; with none ticked, to that of the whole list. */
export const loader = pageLoader(async ({ url, links }) => {
  const ids = chosenIds(url);
  const search = ids.length > 0 ? new URLSearchParams(ids.map((id) => ['id', id])).toString() : classesSearch(url.searchParams);
  throw redirect(links.newExport('COURSE_RUNS', search));
});
