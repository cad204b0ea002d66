import { issueFirstAdminLink } from '../access/first-admin.js';
import type { Dependencies } from '../dependencies.js';

/** What the terminal says while nobody can sign in; null from then on. Each start makes a link of its own. */
export async function firstAdminText(
  deps: Pick<Dependencies, 'database' | 'settings' | 'newId'>,
  url: string,
): Promise<string | null> {
  const link = await issueFirstAdminLink(deps);
  if (link === null) return null;
  // With API_PORT=0 the port of the API's own pages is known only now.
  const { apiPort, peopleUrl, publicUrl } = deps.settings;
  const reachable = apiPort === 0 && peopleUrl === publicUrl ? link.replace(publicUrl, url) : link;
  return ['', 'Nobody can sign in yet. Become the first admin by this link; it works once, for a day:', `  ${reachable}`].join(
    '\n',
  );
}
