import { type GraphQLObjectType, getNamedType, isEnumType, isNonNullType, isObjectType, isScalarType } from 'graphql';

/**
 * A selection of every field of a type that needs no argument, followed through related objects down to `depth`. Lists are
 * followed through `nodes` alone. Made from the schema, so that a field added tomorrow is asked for as well.
 */
export function selectEverything(type: GraphQLObjectType, depth: number): string {
  const parts = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some((argument) => isNonNullType(argument.type))) return [];
    const named = getNamedType(field.type);
    if (isScalarType(named) || isEnumType(named)) return [field.name];
    if (!isObjectType(named) || depth === 0) return [];
    if (named.name.endsWith('Edge')) return [`${field.name} { cursor }`];
    if (!named.name.endsWith('Connection')) return [`${field.name} { ${selectEverything(named, depth - 1)} }`];
    const node = getNamedType(named.getFields().nodes?.type);
    return isObjectType(node) ? [`${field.name}(first: 3) { totalCount nodes { ${selectEverything(node, depth - 1)} } }`] : [];
  });
  return ['__typename', ...parts].join(' ');
}
