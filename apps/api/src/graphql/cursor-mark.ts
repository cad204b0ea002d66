import { type GraphQLArgument, getNullableType, isInputObjectType } from 'graphql';

/** As much of a field's declaration as its cursors depend on. */
interface OrderedField {
  args: readonly Pick<GraphQLArgument, 'name' | 'type'>[];
}

/**
 * What the cursors of an ordered list carry behind the row's id, so that one of another order is refused: `:LEARNERS.desc`.
 * Nothing in the order that a list has by itself, and nothing for lists that have no other.
 *
 * @param orderBy the argument of this name, as GraphQL read it
 */
export function cursorMark({ args }: OrderedField, orderBy: unknown): string {
  const argument = args.find(({ name }) => name === 'orderBy');
  const type = argument && getNullableType(argument.type);
  if (!isInputObjectType(type) || typeof orderBy !== 'object' || orderBy === null) return '';
  const given = new Map(Object.entries(orderBy));
  const fields = Object.values(type.getFields());
  if (fields.every(({ name, defaultValue }) => given.get(name) === defaultValue)) return '';
  return `:${fields.map(({ name }) => String(given.get(name))).join('.')}`;
}
