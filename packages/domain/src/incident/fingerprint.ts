export interface FingerprintParts {
  /** `ssg`; null for trouble of our own. */
  upstream: string | null;
  /** `SsgRateLimitedError`: the kind of failure, never its message. */
  errorClass: string;
  /** `POST /tpg/enrolments/search`, or whatever was being done. */
  endpoint: string | null;
  /** Null for trouble of the installation as a whole. */
  providerId: string | null;
}

/** Stands where an endpoint names one thing among many. */
const ANY_ID = ':id';

/**
 * What makes two failures the same trouble, readable for people: `ssg | SsgRateLimitedError | GET /courses/courseRuns/id/:id |
 * provider 7f…`. Messages are not part of it, since they carry ids, counts and times; ids in the endpoint become `:id`.
 */
export function fingerprintOf({ upstream, errorClass, endpoint, providerId }: FingerprintParts): string {
  return [
    upstream ?? 'rollcall',
    errorClass,
    endpoint === null ? 'no endpoint' : withoutIds(endpoint),
    providerId === null ? 'installation' : `provider ${providerId}`,
  ]
    .map((part) => part.trim().replaceAll('|', '/'))
    .join(' | ');
}

/** The query goes, and each part of the path that is an id. Versions such as `v1.3` stay. */
function withoutIds(endpoint: string): string {
  const [path = ''] = endpoint.split(/[?#]/, 1);
  return path
    .split('/')
    .map((part) => (isId(part) ? ANY_ID : part))
    .join('/');
}

const isId = (part: string): boolean => /^\d+$/.test(part) || (/\d{3}/.test(part) && !/\s/.test(part)) || isUuid(part);

const isUuid = (part: string): boolean => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(part);
