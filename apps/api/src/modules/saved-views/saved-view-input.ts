import { ActRefusal } from '../../acts/act-refusal.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';

/** As long as any text that the API takes. */
export const LONGEST_SEARCH = 1_000;
export const LONGEST_NAME = 60;

const PAGE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_PAGE = 60;

/** Throws `ActRefusal` for what is no page's word: `upcoming-classes`. */
export function requirePage(page: string): string {
  if (PAGE.test(page) && page.length <= LONGEST_PAGE) return page;
  throw invalid('page', 'The page is no word such as `upcoming-classes`.', 'Name the page as its address does, without slashes.');
}

/** What no query string has, and an address or a part of one would. */
const FOREIGN = /[\s/\\?#<>"'`]|\p{Cc}/u;

/**
 * The search parameters of a page's address, in the one spelling that browsers give them, without `?`; empty for none. Throws
 * `ActRefusal` for what is an address or a path, and for what names a person by their identifier.
 */
export function requireSearch(search: string): string {
  const remedy = 'Give what stands behind the ? of the page’s address, percent-encoded: `status=PENDING&q=first+aid`.';
  if (FOREIGN.test(search) || !isEncoded(search))
    throw invalid('search', 'These are no search parameters of an address.', remedy);
  const parameters = new URLSearchParams(search);
  const text = parameters.toString();
  if (text.length > LONGEST_SEARCH)
    throw invalid('search', `The search has ${text.length} characters.`, `Give at most ${LONGEST_SEARCH}.`);
  const words = [...parameters].flat().join(' ');
  if (maskIdentifiersIn(words) !== words)
    throw invalid(
      'search',
      'The search holds what looks like an NRIC or FIN.',
      'Leave it out: identifiers are not kept in views.',
    );
  return text;
}

function isEncoded(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}

/** Throws `ActRefusal` for a name with what looks like an identifier. */
export function requireNobody(name: string): string {
  if (maskIdentifiersIn(name) === name) return name;
  throw invalid('name', 'The name holds what looks like an NRIC or FIN.', 'Name the view by what it shows.');
}

const invalid = (field: string, message: string, remedy: string): ActRefusal =>
  new ActRefusal({ code: 'INVALID_INPUT', message, remedy, path: ['input', field] });
