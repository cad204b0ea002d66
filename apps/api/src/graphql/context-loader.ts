import type { GraphqlContext } from './context.js';

/**
 * Something made once for each operation, and for each event of a subscription: a loader that must not serve what an
 * earlier one read.
 */
export function perOperation<Value, Context extends object = GraphqlContext>(
  create: (context: Context) => Value,
): (context: Context) => Value {
  const made = new WeakMap<Context, Value>();
  return (context) => {
    const known = made.get(context);
    if (known !== undefined) return known;
    const value = create(context);
    made.set(context, value);
    return value;
  };
}
