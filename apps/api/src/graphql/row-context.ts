import type { GraphqlContext } from './context.js';

/** As much of an operation as conditions on rows are made of, so that work without an operation can use them too: exports. */
export type RowContext = Pick<GraphqlContext, 'database' | 'identifiers' | 'now' | 'principal' | 'request'>;
