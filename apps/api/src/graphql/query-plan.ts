import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNullableType,
  getOperationAST,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { fragmentApplies } from './fragment-applies.js';
import { exposedPropertyOf, type RowResolver, rowResolverOf } from './row-resolvers.js';

/** What one field of an operation is answered by, found out once for each document. */
export interface FieldPlan {
  /** Its name in the answer. */
  name: string;
  nodes: readonly FieldNode[];
  parentType: GraphQLObjectType;
  definition: GraphQLField<unknown, unknown>;
  /** Null where they depend on variables. */
  args: Record<string, unknown> | null;
  /** How it is answered of a row that has all; null where that differs from how it is answered of anything. */
  ofRow: RowResolver | null;
  /** The property of a plain object that it shows as it is; null where there is more to it. */
  property: string | null;
  type: TypePlan;
  /** Nothing is selected of it: how a value of it is shown, which is one, and no object. Null for what has fields, and for lists. */
  leaf: GraphQLLeafType | null;
}

export type TypePlan =
  | { kind: 'required'; of: TypePlan }
  | { kind: 'list'; of: TypePlan }
  | { kind: 'leaf'; type: GraphQLLeafType }
  | { kind: 'object'; type: GraphQLObjectType; fields: readonly FieldPlan[] };

export interface QueryPlan {
  operation: OperationDefinitionNode;
  fragments: Record<string, FragmentDefinitionNode>;
  fields: readonly FieldPlan[];
}

/** Directives, interfaces, unions and introspection are the executor's. */
class NotPlannedError extends Error {}

const plans = new WeakMap<DocumentNode, Map<string | null, QueryPlan | null>>();

/** How an operation of a valid document is answered; null where the executor of GraphQL's library has to answer it. */
export function planOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): QueryPlan | null {
  const known = plans.get(document) ?? new Map<string | null, QueryPlan | null>();
  plans.set(document, known);
  let plan = known.get(operationName);
  if (plan === undefined) known.set(operationName, (plan = planOrNull(schema, document, operationName)));
  return plan;
}

function planOrNull(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): QueryPlan | null {
  const operation = getOperationAST(document, operationName);
  const query = schema.getQueryType();
  if (!operation || !query || (operation.directives?.length ?? 0) > 0) return null;
  const defined = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = Object.fromEntries(defined.map((fragment) => [fragment.name.value, fragment]));
  try {
    return { operation, fragments, fields: planFields(query, operation.selectionSet.selections, { schema, fragments }) };
  } catch (error) {
    if (error instanceof NotPlannedError) return null;
    throw error;
  }
}

/** What the fields of a document are found out with. */
interface Asked {
  schema: GraphQLSchema;
  fragments: QueryPlan['fragments'];
}

function planFields(type: GraphQLObjectType, selected: readonly SelectionNode[], document: Asked): FieldPlan[] {
  const byName = new Map<string, FieldNode[]>();
  collect(type, selected, document, byName);
  return [...byName].map(([name, nodes]) => planField(type, name, nodes, document));
}

/** Fields of the same name in the answer are one, with what is selected under each. */
function collect(
  type: GraphQLObjectType,
  selected: readonly SelectionNode[],
  document: Asked,
  byName: Map<string, FieldNode[]>,
): void {
  for (const each of selected) {
    if ((each.directives?.length ?? 0) > 0) throw new NotPlannedError();
    if (each.kind === Kind.FIELD) {
      const name = each.alias?.value ?? each.name.value;
      byName.set(name, [...(byName.get(name) ?? []), each]);
    } else {
      const fragment = each.kind === Kind.INLINE_FRAGMENT ? each : document.fragments[each.name.value];
      if (!fragment || (fragment.directives?.length ?? 0) > 0) throw new NotPlannedError();
      if (fragmentApplies(document.schema, type, fragment.typeCondition?.name.value))
        collect(type, fragment.selectionSet.selections, document, byName);
    }
  }
}

function planField(parentType: GraphQLObjectType, name: string, nodes: FieldNode[], document: Asked): FieldPlan {
  const [node] = nodes;
  const definition = node && (node.name.value === '__typename' ? TypeNameMetaFieldDef : parentType.getFields()[node.name.value]);
  // What asks about the schema, and a name that no object should have.
  if (!definition || name === '__proto__') throw new NotPlannedError();
  return {
    name,
    nodes,
    parentType,
    definition,
    args: constantArguments(definition, node),
    ofRow: rowResolverOf(parentType, definition),
    property: exposedPropertyOf(definition),
    type: planType(definition.type, nodes, document),
    leaf: leafOf(definition.type),
  };
}

/** The arguments where no variable stands in them. */
function constantArguments(definition: GraphQLField<unknown, unknown>, node: FieldNode): Record<string, unknown> | null {
  if (node.arguments?.length) return null;
  return definition.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined)
    ? null
    : getArgumentValues(definition, node, {});
}

function leafOf(type: GraphQLOutputType): GraphQLLeafType | null {
  const named = getNullableType(type);
  return isLeafType(named) ? named : null;
}

function planType(type: GraphQLOutputType, nodes: readonly FieldNode[], document: Asked): TypePlan {
  if (isNonNullType(type)) return { kind: 'required', of: planType(type.ofType, nodes, document) };
  if (isListType(type)) return { kind: 'list', of: planType(type.ofType, nodes, document) };
  if (isLeafType(type)) return { kind: 'leaf', type };
  if (!isObjectType(type)) throw new NotPlannedError();
  const selected = nodes.flatMap((node) => node.selectionSet?.selections ?? []);
  return { kind: 'object', type, fields: planFields(type, selected, document) };
}
