import { REFUSAL_CODES, type RefusalCode } from '../../acts/act-refusal.js';
import type { ErrorEntry } from './error-entry.js';

/** What to do about a failure that an act answers as a value; each answer says it more exactly. */
const ACT_REMEDIES: Readonly<Record<RefusalCode, string>> = {
  NOT_FOUND: 'Take an id that the API lists.',
  INVALID_INPUT: 'Correct the argument that `path` names.',
  REFUSED: 'Read how things stand now, and follow the remedy of the answer.',
  FORBIDDEN: 'Ask an admin of the provider for a role, or use a key with the scope.',
  STALE_VERSION: 'Read the row again, and decide anew.',
  ALREADY_RUNNING: 'Follow the run at work, and ask again when it has ended.',
  SYNC_RUNNING: 'Follow the batch at work, and ask again when it has ended.',
};

export const ACT_ERRORS: readonly ErrorEntry[] = Object.entries(REFUSAL_CODES).map(([code, meaning]) => ({
  code,
  source: 'act',
  meaning,
  remedy: ACT_REMEDIES[code as RefusalCode],
  errorClass: null,
}));

/** Codes in `extensions.code` of GraphQL errors, those of acts aside. */
export const GRAPHQL_ERRORS = {
  UNAUTHENTICATED: {
    meaning: 'Nobody said who asks.',
    remedy: 'Sign in at /sign-in, or send an API key in the header x-api-key.',
  },
  INVALID_CREDENTIALS: {
    meaning: 'The credentials are wrong, expired or revoked, or were tried too often.',
    remedy: 'Send a key that is valid, or sign in again; wait as long as `retryAfter` says.',
  },
  CROSS_SITE_REFUSED: {
    meaning: 'A request with a session cookie may have been made by a page of another site.',
    remedy: 'Send the header x-rollcall-csrf: 1, or use an API key.',
  },
  JSON_REQUIRED: {
    meaning: 'A mutation was not sent as JSON.',
    remedy: 'POST the operation with the header content-type: application/json.',
  },
  GRAPHQL_PARSE_FAILED: { meaning: 'The document is no GraphQL.', remedy: 'Correct the place that `locations` names.' },
  GRAPHQL_VALIDATION_FAILED: {
    meaning: 'The document does not fit the schema.',
    remedy: 'Correct the field or argument that the message names.',
  },
  BAD_USER_INPUT: {
    meaning: 'An argument cannot be right, whatever the data.',
    remedy: 'Correct the argument that the message names.',
  },
  TOO_MANY_ROWS: {
    meaning: 'The operation could reach more rows than one answer may have.',
    remedy: 'Ask for smaller pages, or narrow the filter.',
  },
  TOO_MANY_ACTS: {
    meaning: 'The operation has more mutations than one may have.',
    remedy: 'Split it, or use an act that takes many ids.',
  },
  TOO_MANY_ALIASES: {
    meaning: 'One field is asked for under too many names.',
    remedy: 'Use a list, or split the operation.',
  },
  TOO_COSTLY: {
    meaning: 'The operation costs more points than any may.',
    remedy: 'Ask for smaller pages or fewer fields.',
  },
  TOO_DEEP: { meaning: 'Fields are nested too deep.', remedy: 'Ask for less at once.' },
  TOO_LARGE: { meaning: 'The operation selects too many fields.', remedy: 'Split it into several operations.' },
  RATE_LIMITED: {
    meaning: 'The caller has spent the points of this minute.',
    remedy: 'Wait as long as `retryAfter` says, or ask for smaller pages and fewer fields.',
  },
  TIMEOUT: {
    meaning: 'The operation took longer than it may.',
    remedy: 'Ask for less. A mutation may still be done: ask again with the same idempotencyKey, or look.',
  },
  PERSISTED_QUERY_NOT_IN_LIST: {
    meaning: 'Only listed operations are served, and this one is not.',
    remedy: 'Add the operation to PERSISTED_OPERATIONS_FILE, and start again.',
  },
  PERSISTED_QUERY_ID_REQUIRED: {
    meaning: 'Only listed operations are served, and the request names none.',
    remedy: 'Send the hash of a listed operation.',
  },
  PERSISTED_QUERY_ONLY: {
    meaning: 'Only listed operations are served, and the request holds a document.',
    remedy: 'Send the hash of a listed operation instead.',
  },
  CHAINS_NOT_SERVED: {
    meaning: 'The process that answers serves no chains.',
    remedy: 'Ask the API that was started together with the worker.',
  },
  CURSOR_TOO_OLD: {
    meaning: 'What came after the cursor of a subscription is no longer kept.',
    remedy: 'Read what you show anew, and subscribe without `after`.',
  },
  TOO_MANY_SUBSCRIPTIONS: {
    meaning: 'The connection, or the caller, has as many subscriptions as it may have.',
    remedy: 'End one; where only the connection is full, open another.',
  },
  SERVER_STOPPING: {
    meaning: 'The server stops, and ended the subscription.',
    remedy: 'Subscribe again, from the last event that arrived.',
  },
  INTERNAL_ERROR: {
    meaning: 'Something failed in a way nobody foresaw.',
    remedy: 'Give the request id to whoever has the log; it has the rest.',
  },
} as const;

/** Codes of the answers outside GraphQL, those that GraphQL has too aside. */
export const HTTP_ERRORS = {
  WRONG_API_KEY: {
    meaning: 'The key of the external trigger is wrong or missing.',
    remedy: 'Send the value of EXTERNAL_API_KEY_FOR_CLAWDBOT in the header x-api-key.',
  },
  EXTERNAL_KEY_NOT_CONFIGURED: {
    meaning: 'The external trigger is switched off.',
    remedy: 'Set EXTERNAL_API_KEY_FOR_CLAWDBOT (at least 16 characters) and start again.',
  },
  NO_PROVIDER: { meaning: 'There is no training provider to sync.', remedy: 'Add one: rollcall provider add.' },
  PROVIDER_REQUIRED: {
    meaning: 'A course run was named without its provider, and there are several.',
    remedy: 'Name the provider’s UEN beside the run.',
  },
  UNKNOWN_PROVIDER: { meaning: 'No provider has this UEN.', remedy: 'Take the UEN of a provider that is here.' },
  UNKNOWN_BATCH: { meaning: 'There is no such batch.', remedy: 'Use the statusUrl that the trigger answered.' },
  INVALID_JSON: { meaning: 'The body is not valid JSON.', remedy: 'Send valid JSON, or no body at all.' },
  BODY_TOO_LARGE: { meaning: 'The body is too large.', remedy: 'Send a smaller body.' },
  UNSUPPORTED_ENCODING: { meaning: 'The body’s encoding is not known.', remedy: 'Send the body uncompressed.' },
  UNSUPPORTED_CHARSET: { meaning: 'The body’s character set is not known.', remedy: 'Send the body as UTF-8.' },
  BAD_REQUEST: { meaning: 'The request cannot be understood.', remedy: 'Correct what the message names.' },
  METHOD_NOT_ALLOWED: { meaning: 'The URL is not served by this method.', remedy: 'Use one that the header allow names.' },
  HOST_NOT_ALLOWED: {
    meaning: 'The request was addressed to a name that is not served.',
    remedy: 'Use the address of this machine, or set PUBLIC_URL to the one people use.',
  },
  LINK_INVALID: {
    meaning: 'The link to an exported file is not one that was given here.',
    remedy: 'Ask for `downloadUrl` of the export, and use it as it is.',
  },
  LINK_EXPIRED: {
    meaning: 'The link to an exported file was good for five minutes.',
    remedy: 'Ask for `downloadUrl` of the export again.',
  },
  FILE_EXPIRED: { meaning: 'The exported file is not kept any more.', remedy: 'Export the rows again.' },
  ORIGIN_NOT_ALLOWED: {
    meaning: 'A page of another site tried to follow what happens here.',
    remedy: 'Open the page from the address of this API, or name its origin in CORS_ORIGINS.',
  },
  CROSS_ORIGIN_REFUSED: {
    meaning: 'A form was sent from a page of another site.',
    remedy: 'Open the page of this site; where the address is not the one you use, set PUBLIC_URL to it.',
  },
  INVALID_EMAIL_OR_PASSWORD: {
    meaning: 'E-mail address or password are wrong.',
    remedy: 'Try again, or ask for a link to choose a new password.',
  },
  INVALID_CODE: { meaning: 'The code of the second factor is wrong, or was used already.', remedy: 'Take the next one.' },
  TOO_MANY_ATTEMPTS: {
    meaning: 'There were too many attempts at signing in.',
    remedy: 'Wait as long as the header retry-after says.',
  },
} as const;
