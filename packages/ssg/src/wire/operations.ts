/**
 * Every SSG operation we know, as data: the client sends by this table and the simulator answers by it
 * (ssg-api.md §2.3 encryption, §4 paths, §1.5 versions).
 */
export interface Operation {
  method: 'GET' | 'POST';
  /** Path with `{placeholder}` parts; safe to log because it holds no identifier. */
  path: string;
  /** Applies to certificate apps only: OAuth apps and mock hosts speak plain JSON both ways. */
  requestEncrypted: boolean;
  responseEncrypted: boolean;
  /** Two back ends stand behind one gateway, each with its own error shape (ssg-api.md §3). */
  backEnd: 'mysf' | 'tpg';
  /** Default `x-api-version`, overridable per operation (bug 62); null sends no header, which means "the newest". */
  apiVersion: string | null;
  /**
   * Whether sending it twice does no harm. This is a property of the operation, not of the verb: searches are POST,
   * and SSG has no idempotency key (ssg-api.md §10.18).
   */
  repeatable: boolean;
  /** Whether SSG says "nothing found" with 404 here (ssg-api.md §3.1). On a write, 404 is a failure. */
  notFoundMeansNone: boolean;
}

const read = { repeatable: true, notFoundMeansNone: true } as const;
const write = { repeatable: false, notFoundMeansNone: false } as const;
const plain = { requestEncrypted: false, responseEncrypted: false } as const;
const encryptedRequest = { requestEncrypted: true, responseEncrypted: false } as const;
const encryptedResponse = { requestEncrypted: false, responseEncrypted: true } as const;
const encryptedBothWays = { requestEncrypted: true, responseEncrypted: true } as const;
const mysf = { backEnd: 'mysf' } as const;
/** v3.0 is what production accepted in 2026; v3.0 wants the `uen` header on enrolments (ssg-api.md §1.4, §1.5). */
const tpg = { backEnd: 'tpg', apiVersion: 'v3.0' } as const;

// biome-ignore format: one row per operation keeps the table readable
export const OPERATIONS = {
  'courseRuns.listByReference': { method: 'GET', path: '/courses/courseRuns/reference', ...mysf, apiVersion: 'v1.0', ...plain, ...read },
  'courseRuns.get': { method: 'GET', path: '/courses/courseRuns/id/{runId}', ...mysf, apiVersion: 'v1.0', ...plain, ...read },
  'courseRuns.publish': { method: 'POST', path: '/courses/courseRuns/publish', ...mysf, apiVersion: 'v1.2', ...encryptedRequest, ...write },
  'courseRuns.edit': { method: 'POST', path: '/courses/courseRuns/edit/{runId}', ...mysf, apiVersion: 'v1.2', ...encryptedRequest, ...write },
  'sessions.list': { method: 'GET', path: '/courses/runs/{runId}/sessions', ...mysf, apiVersion: 'v1.5', ...plain, ...read },
  'attendance.list': { method: 'GET', path: '/courses/runs/{runId}/sessions/attendance', ...mysf, apiVersion: 'v1.5', ...encryptedResponse, ...read },
  'attendance.upload': { method: 'POST', path: '/courses/runs/{runId}/sessions/attendance', ...mysf, apiVersion: 'v1.5', ...encryptedRequest, ...write },
  'trainers.list': { method: 'GET', path: '/trainingProviders/{uen}/trainers', ...mysf, apiVersion: 'v2.0', ...encryptedResponse, ...read },
  'enrolments.create': { method: 'POST', path: '/tpg/enrolments', ...tpg, ...encryptedBothWays, ...write },
  'enrolments.update': { method: 'POST', path: '/tpg/enrolments/details/{referenceNumber}', ...tpg, ...encryptedBothWays, ...write },
  'enrolments.updateFeeCollection': { method: 'POST', path: '/tpg/enrolments/feeCollections/{referenceNumber}', ...tpg, ...encryptedBothWays, ...write },
  'enrolments.search': { method: 'POST', path: '/tpg/enrolments/search', ...tpg, ...encryptedBothWays, ...read },
  'enrolments.view': { method: 'GET', path: '/tpg/enrolments/details/{referenceNumber}', ...tpg, ...encryptedResponse, ...read },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

/** Fills a path template; values are percent-encoded because course references may hold spaces (ssg-api.md §5.1). */
export function fillPath(template: string, parameters: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    // A blank, "." or ".." part would turn `/details/{referenceNumber}` into another operation's path.
    if (value === undefined || !/[^\s.]/.test(value)) throw new TypeError(`The path ${template} needs a value for "${name}".`);
    return encodeURIComponent(value);
  });
}
