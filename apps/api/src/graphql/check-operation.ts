import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { checkArguments } from './check-arguments.js';
import { DEFAULT_PAGE_SIZE, MAX_DEPTH, MAX_FIELDS, MAX_ROWS } from './page-limits.js';

/** A valid operation about to be executed, its variables coerced. */
export interface CheckedOperation {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
}

/**
 * Looks at an operation as a whole before anything is read: page sizes, cursors, and how many rows its nested pages could
 * reach together. Throws a `GraphQLError` with a code that says what to change.
 */
export function checkOperation({ schema, operation, fragments, variables }: CheckedOperation): void {
  const root = schema.getRootType(operation.operation);
  let fields = 0;
  let rows = 0;

  /** @param pages how many times this selection is answered: the page sizes around it, multiplied */
  const walk = (selections: SelectionSetNode, parent: GraphQLOutputType, depth: number, pages: number): void => {
    if (depth > MAX_DEPTH)
      throw refused('TOO_DEEP', `The operation nests fields deeper than ${MAX_DEPTH}. Ask for less at once.`);
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) visit(selection, parent, depth, pages);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        walk(selection.selectionSet, (name && (schema.getType(name) as GraphQLOutputType)) || parent, depth, pages);
      } else {
        const fragment = fragments.get(selection.name.value);
        const type = fragment && schema.getType(fragment.typeCondition.name.value);
        // Counted like a field: fragments that only spread fragments would otherwise multiply unseen.
        countField();
        if (fragment && type) walk(fragment.selectionSet, type as GraphQLOutputType, depth, pages);
      }
    }
  };

  const countField = () => {
    fields += 1;
    if (fields > MAX_FIELDS)
      throw refused('TOO_LARGE', `The operation selects more than ${MAX_FIELDS} fields. Split it into several operations.`);
  };

  const visit = (node: FieldNode, parent: GraphQLOutputType, depth: number, pages: number): void => {
    countField();
    const field = fieldOf(parent, node.name.value);
    if (!field) return;
    const values = getArgumentValues(field, node, variables);
    checkArguments(node.name.value, values);
    const size = pageSize(field, values);
    const inside = pages * size;
    if (size > 1) rows += inside;
    if (rows > MAX_ROWS)
      throw refused(
        'TOO_MANY_ROWS',
        `The operation could reach more than ${MAX_ROWS} rows. Ask for smaller pages in \`${node.name.value}\`.`,
      );
    const type = getNamedType(field.type);
    if (node.selectionSet && isCompositeType(type)) walk(node.selectionSet, type, depth + 1, inside);
  };

  if (root) walk(operation.selectionSet, root, 1, 1);
}

function fieldOf(parent: GraphQLOutputType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** How many rows a field may answer: a connection's page, the ids of `nodes`, otherwise one. */
function pageSize(field: GraphQLField<unknown, unknown>, values: Record<string, unknown>): number {
  if (Array.isArray(values.ids)) return values.ids.length;
  if (!field.args.some((argument) => argument.name === 'first')) return 1;
  return Number(values.first ?? values.last ?? DEFAULT_PAGE_SIZE);
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
