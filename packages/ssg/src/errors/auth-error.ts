import { SsgError } from './ssg-error.js';

/** The client id, secret, token or certificate was refused, or the TLS handshake did not succeed. */
export class SsgAuthError extends SsgError {
  readonly kind = 'auth';
}
