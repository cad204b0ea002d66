import { type GraphQLObjectType, type GraphQLSchema, isAbstractType } from 'graphql';

/** Whether a fragment on a type, an interface or a union holds for objects of a type. One without a condition always does. */
export function fragmentApplies(schema: GraphQLSchema, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
}
