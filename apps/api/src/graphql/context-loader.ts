import type { GraphqlContext } from './context.js';

/**
 * Something made once for each operation, and for each event of a subscription: a loader that must not serve what an
 * earlier one read.
 */
export function perOperation<Value, Context extends object = GraphqlContext>(
  create: (context: Context) => Value,
): (context: Context) => Value {
  // On the context itself: what a WeakMap holds, V8 keeps past its quick collections, and with it all that the operation had.
  const made = Symbol('made');
  return (context) => {
    const keeper = context as { [made]?: Value };
    const known = keeper[made];
    if (known !== undefined) return known;
    const value = create(context);
    Object.defineProperty(context, made, { value });
    return value;
  };
}
