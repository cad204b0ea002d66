/** Rows on a page when neither `first` nor `last` is given. */
export const DEFAULT_PAGE_SIZE = 20;
/** The most rows a page may have. */
export const MAX_PAGE_SIZE = 100;
/** The most rows one operation may reach, its nested pages multiplied. */
export const MAX_ROWS = 20_000;
/** The deepest nesting of fields. GraphQL's own introspection query needs 13. */
export const MAX_DEPTH = 15;
/** The most fields an operation may select, its fragments written out. */
export const MAX_FIELDS = 2_000;
/** How deep brackets of any kind may stand inside each other, in a document and in variables. */
export const MAX_NESTING = 100;
/** The longest text an argument may have. */
export const MAX_TEXT = 1_000;
/** The most an operation may cost: its fields and the rows it could reach, together. */
export const MAX_COST = 20_000;
/** How often one selection may name the same field, under as many names. */
export const MAX_ALIASES = 30;
/** The most subscriptions one caller has open in one process, over all their connections. */
export const MAX_STREAMS = 1_000;
/** The most acts in one mutation: they are done one after the other, and each is a transaction of its own. */
export const MAX_ACTS = 10;
