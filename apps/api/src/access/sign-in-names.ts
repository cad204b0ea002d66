/** Under which the library's own routes are served. */
export const LIBRARY_PATH = '/api/auth';
/** In which our route tells the caller's address; what a caller sends under this name is dropped. */
export const ADDRESS_HEADER = 'x-rollcall-address';
/** The name of the identity provider in paths and in `auth_account`. */
export const OIDC = 'oidc';
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;
