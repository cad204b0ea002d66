import type { Principal } from '@rollcall/domain/permission/principal';
import type { Role } from '@rollcall/domain/permission/roles';
import { type RunExportsOptions, runExports } from '../../../src/modules/exports/run-exports.js';
import { ask } from '../../graphql/ask.js';
import { createExample, type Example, UEN } from '../../graphql/example-data.js';
import { startTestApi, type TestApi } from '../../http/test-api.js';
import { type KnownCallers, knownCallers, somebody } from '../../support/known-callers.js';

export const OTHER_UEN = '201003954Z';

/** What the API tells of an export. */
export interface ShownExport {
  id: string;
  status: string;
  rowsDone: number;
  rowsTotal: number | null;
  bytes: number;
  error: string | null;
  remedy: string | null;
  downloadUrl: string | null;
  requestedBy: string;
}

export type Row = Record<string, unknown>;

/** Two providers with runs and learners, people with accounts, the API, and a worker that runs when it is told to. */
export interface ExportWorld {
  api: TestApi;
  callers: KnownCallers;
  example: Example;
  /** A user with a role at the provider, in the database too. */
  join(...roles: Role[]): Promise<Principal>;
  /** Answers what `exportStart` answers. */
  start(by: Principal, input: Row): Promise<Row>;
  /** Queues an export and answers its row id. */
  queue(by: Principal, input: Row): Promise<string>;
  run(options?: Partial<RunExportsOptions>): Promise<void>;
  show(by: Principal, rowId: string): Promise<ShownExport | null>;
  /** The answer to a link. */
  download(url: string | null, method?: string): Promise<Response>;
  rows(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const FIELDS = 'id status rowsDone rowsTotal bytes error remedy downloadUrl requestedBy';
const START = `mutation ($input: ExportStartInput!) { exportStart(input: $input) {
  ... on ExportStartSuccess { dataExport { ${FIELDS} } } ... on ActError { code message remedy path } } }`;

export const globalId = (type: string, rowId: string): string => Buffer.from(`${type}:${rowId}`).toString('base64');
const rowId = (id: string): string => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';

export async function createExportWorld(options: { now?: () => number } = {}): Promise<ExportWorld> {
  const callers = knownCallers();
  const api = await startTestApi({ authenticator: callers.authenticator, ...options });
  const { deps } = api;
  const example = await createExample(deps, 2);
  await createExample(deps, 1, OTHER_UEN);
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await deps.database.pool.query(sql, values)).rows;
  const signal = new AbortController().signal;
  const start: ExportWorld['start'] = async (by, input) => {
    const { data, text } = await ask(api, START, { input: { provider: UEN, format: 'CSV', ...input } }, callers.as(by));
    if (!data) throw new Error(text);
    return data.exportStart as Row;
  };
  return {
    api,
    callers,
    example,
    rows,
    start,
    join: async (...roles) => {
      const id = deps.newId();
      const by = somebody(id, example.providerId, ...roles);
      const name = `${roles.join('.')}.${id}@example.org`;
      await deps.database.prisma.appUser.create({
        data: {
          id,
          email: name,
          name: 'Somebody Invented',
          nameNormalised: 'somebody invented',
          roles: { create: roles.map((role) => ({ providerId: example.providerId, role })) },
        },
      });
      return { ...by, name };
    },
    queue: async (by, input) => {
      const answer = await start(by, input);
      const dataExport = answer.dataExport as ShownExport | undefined;
      if (!dataExport) throw new Error(JSON.stringify(answer));
      return rowId(dataExport.id);
    },
    run: (given) => runExports(deps, { signal, ...given }),
    show: async (by, id) => {
      const query = `query ($id: ID!) { node(id: $id) { ... on DataExport { ${FIELDS} } } }`;
      const { data, text } = await ask(api, query, { id: globalId('DataExport', id) }, callers.as(by));
      if (!data) throw new Error(text);
      return data.node as ShownExport | null;
    },
    download: (url, method = 'GET') => {
      if (url === null) throw new Error('There is no link.');
      const { pathname, search } = new URL(url);
      return fetch(`${api.server.url}${pathname}${search}`, { method });
    },
    close: () => api.close(),
  };
}
