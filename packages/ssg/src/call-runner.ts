import type { CallOptions, CallScope } from './call-scope.js';
import { SsgIncompleteListError } from './errors/incomplete-list-error.js';
import type { CallOperation, OperationCall } from './operation-caller.js';
import { type Page, readPages } from './paging.js';
import { OPERATIONS } from './wire/operations.js';

/** How resources make calls: each call or list gets a scope of its own, which is closed when it ends. */
export interface CallRunner {
  one<T>(options: CallOptions | undefined, call: OperationCall<T>): Promise<T | null>;
  list<Item>(options: CallOptions | undefined, list: ListCall<Item>): AsyncIterable<Item>;
}

interface ListCall<Item> {
  /** Pages count from 0. */
  call: (page: number) => OperationCall<Page<Item>>;
  idOf: (item: Item) => string;
}

export function createCallRunner(callOperation: CallOperation, openScope: (options?: CallOptions) => CallScope): CallRunner {
  return {
    async one(options, call) {
      const scope = openScope(options);
      try {
        return await callOperation(call, scope);
      } finally {
        scope.close();
      }
    },
    // A generator opens its scope at the first item wanted, so the time budget does not run on a list nobody reads yet.
    async *list(options, { call, idOf }) {
      const scope = openScope(options);
      const { operation } = call(0);
      const context = { operation, correlationId: scope.correlationId, attempt: 1, repeatable: OPERATIONS[operation].repeatable };
      try {
        yield* readPages({
          fetchPage: (page) => callOperation(call(page), scope),
          idOf,
          incomplete: (facts) => new SsgIncompleteListError(context, facts),
        });
      } finally {
        scope.close();
      }
    },
  };
}
