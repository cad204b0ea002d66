import { isApiFault } from '~/api/api-fault';

/** What came later than the page, or why it did not come. */
export type Later<Loaded> = { loaded: Loaded } | { fault: string };

/**
 * For what a page shows when it comes: a part that fails says so in its place and leaves the rest of the page alone. The API
 * client has logged why.
 */
export async function later<Loaded>(promise: Promise<Loaded>): Promise<Later<Loaded>> {
  try {
    return { loaded: await promise };
  } catch (error) {
    if (error instanceof Response) return { fault: await faultOf(error) };
    throw error;
  }
}

async function faultOf(response: Response): Promise<string> {
  const body: unknown = response.status >= 400 ? await response.json() : null;
  return isApiFault(body) ? `${body.message} ${body.remedy}` : 'This could not be read. Try again.';
}
