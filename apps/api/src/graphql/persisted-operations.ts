import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Settings } from '../settings/settings.js';

/** What a request says of its operation: the text, or `extensions: { persistedQuery: { version: 1, sha256Hash } }`. */
interface Asked {
  query?: string | null | undefined;
  extensions?: Record<string, unknown> | null | undefined;
}

export interface PersistedOperations {
  /** For HTTP. */
  plugin: Plugin;
  /** The text of an operation that came over WebSocket. Throws a `GraphQLError`, as the plugin does. */
  textOf(asked: Asked): string;
}

/** Thrown at start: the file cannot be used as it is. */
export class PersistedOperationsError extends Error {
  readonly remedy =
    'PERSISTED_OPERATIONS_FILE must name a JSON object of sha256 to document, as graphql-codegen writes it (persistedDocuments).';
  constructor(file: string, reason: string) {
    super(`The persisted operations in ${file} cannot be used: ${reason}.`);
    this.name = 'PersistedOperationsError';
  }
}

/** The operations that callers may name by their hash; null where no file is set. Throws `PersistedOperationsError`. */
export function readPersistedOperations(settings: Settings['graphql']['persistedOperations']): PersistedOperations | null {
  const { file, only } = settings;
  if (file === null) return null;
  const documents = readDocuments(file);
  const find = (hash: string): string => {
    const document = documents.get(hash.replace(/^sha256:/, ''));
    if (document === undefined) throw refusals.notFound();
    return document;
  };
  return {
    plugin: usePersistedOperations({
      getPersistedOperation: find,
      allowArbitraryOperations: !only,
      customErrors: { keyNotFound: refusals.keyNotFound, persistedQueryOnly: refusals.only },
    }),
    textOf: ({ query, extensions }) => {
      if (query && only) throw refusals.only();
      if (query) return query;
      const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null };
      if (typeof persistedQuery?.sha256Hash !== 'string') throw refusals.keyNotFound();
      return find(persistedQuery.sha256Hash);
    },
  };
}

function readDocuments(file: string): Map<string, string> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PersistedOperationsError(file, error instanceof Error ? error.message : String(error));
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new PersistedOperationsError(file, 'it holds no object');
  return new Map(
    Object.entries(content).map(([name, document]) => {
      const hash = name.replace(/^sha256:/, '');
      if (typeof document !== 'string' || createHash('sha256').update(document).digest('hex') !== hash)
        throw new PersistedOperationsError(file, `${name} is not the sha256 of its document`);
      return [hash, document];
    }),
  );
}

const refusal = (code: string, message: string, remedy: string) => () =>
  new GraphQLError(message, { extensions: { code, remedy, http: { status: 400 } } });

const refusals = {
  notFound: refusal(
    'PERSISTED_QUERY_NOT_IN_LIST',
    'There is no operation with this hash.',
    'Send a hash of PERSISTED_OPERATIONS_FILE, or add the operation to it and start again.',
  ),
  keyNotFound: refusal(
    'PERSISTED_QUERY_ID_REQUIRED',
    'The request names no operation.',
    'Send `extensions: { persistedQuery: { version: 1, sha256Hash } }`, or `query` where that is allowed.',
  ),
  only: refusal(
    'PERSISTED_QUERY_ONLY',
    'Only operations that are on the list are answered.',
    'Send the operation’s hash in `extensions.persistedQuery` and no `query`.',
  ),
};
