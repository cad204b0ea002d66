import { redirect } from '@remix-run/node';
import { pageLoader } from '~/api/page.server';
import { chosenIds } from './chosen-runs.server';
import { classesSearch } from './classes-search';

/** From the ticked classes to the dialog that starts an export: the list's filters, and how many were ticked. */
export const loader = pageLoader(async ({ url, links }) => {
  const search = new URLSearchParams(classesSearch(url.searchParams));
  search.set('ticked', String(chosenIds(url).length));
  throw redirect(links.newExport('COURSE_RUNS', search.toString()));
});
