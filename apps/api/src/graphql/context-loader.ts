import type { GraphqlContext } from './context.js';

/**
 * Something made once for each operation, and for each event of a subscription: a loader that must not serve what an
 * earlier one read.
 */
export function perOperation<Value>(create: (context: GraphqlContext) => Value): (context: GraphqlContext) => Value {
  const made = new WeakMap<GraphqlContext, Value>();
  return (context) => {
    const known = made.get(context);
    if (known !== undefined) return known;
    const value = create(context);
    made.set(context, value);
    return value;
  };
}
