import type { DocumentNode, ExecutionArgs, ExecutionResult } from 'graphql';
import { stringify } from 'safe-stable-stringify';

/** What makes two subscriptions answer an event alike. */
export interface SubscriptionIdentity {
  /** By object: the parser keeps one per text. */
  document: DocumentNode;
  /** Operation, variables and viewer, as one text. */
  key: string;
}

/** Given who asks, what a subscription answers alike; those who may see different things must differ in `viewer`. */
export function identityOf(args: ExecutionArgs): (viewer: string) => SubscriptionIdentity {
  const asked = stringify([args.operationName ?? null, args.variableValues ?? null]) ?? '';
  let known: { viewer: string; identity: SubscriptionIdentity } | null = null;
  return (viewer) => {
    // The viewer of a stream changes seldom, and its events are many.
    if (known?.viewer !== viewer) known = { viewer, identity: { document: args.document, key: `${viewer}\n${asked}` } };
    return known.identity;
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
