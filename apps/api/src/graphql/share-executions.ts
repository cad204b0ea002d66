import type { DocumentNode, ExecutionArgs, ExecutionResult } from 'graphql';
import { stringify } from 'safe-stable-stringify';

/** What makes two subscriptions answer an event alike. */
export interface SubscriptionIdentity {
  /** By object: the parser keeps one per text. */
  document: DocumentNode;
  /** Operation, variables and viewer, as one text. */
  key: string;
}

/** @param viewer who asks; those who may see different things must differ here */
export function identityOf(args: ExecutionArgs, viewer: string): SubscriptionIdentity {
  return {
    document: args.document,
    key: stringify([viewer, args.operationName ?? null, args.variableValues ?? null]) ?? '',
  };
}

export type SharedResult = ExecutionResult | Promise<ExecutionResult>;

/**
 * Remembers what became of an event, so that a thousand subscribers who ask the same in the same words cost one execution.
 * The results live as long as the event object does.
 */
export class SharedExecutions {
  private readonly results = new WeakMap<object, WeakMap<DocumentNode, Map<string, SharedResult>>>();

  /** Executes where nobody of this identity has had this event yet. Only objects are shared: a plain value is no identity. */
  run(event: unknown, { document, key }: SubscriptionIdentity, execute: () => SharedResult): SharedResult {
    if (typeof event !== 'object' || event === null) return execute();
    let byDocument = this.results.get(event);
    if (!byDocument) this.results.set(event, (byDocument = new WeakMap()));
    let byKey = byDocument.get(document);
    if (!byKey) byDocument.set(document, (byKey = new Map()));
    let result = byKey.get(key);
    if (!result) byKey.set(key, (result = execute()));
    return result;
  }
}
