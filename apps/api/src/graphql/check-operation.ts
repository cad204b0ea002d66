import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { checkArguments } from './check-arguments.js';
import { cursorMark } from './cursor-mark.js';
import { DEFAULT_PAGE_SIZE, MAX_ACTS, MAX_ALIASES, MAX_COST, MAX_DEPTH, MAX_FIELDS, MAX_ROWS } from './page-limits.js';

/** A valid operation about to be executed, its variables coerced. */
export interface CheckedOperation {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
}

/** What an operation costs: its fields and the rows it could reach, and how much is allowed. */
export interface OperationCost {
  requested: number;
  limit: number;
}

/** A place in the answer: which names each field has there, and what is inside. Fragments add to the place they stand in. */
interface Place {
  names: Map<string, Set<string>>;
  inside: Map<string, Place>;
}

const newPlace = (): Place => ({ names: new Map(), inside: new Map() });

/**
 * Looks at an operation as a whole before anything is read: page sizes, cursors, aliases, and how many rows its nested
 * pages could reach together. Throws a `GraphQLError` with a code that says what to change.
 */
export function checkOperation({ schema, operation, fragments, variables }: CheckedOperation): OperationCost {
  const root = schema.getRootType(operation.operation);
  let fields = 0;
  let rows = 0;

  /** @param pages how many times this selection is answered: the page sizes around it, multiplied */
  const walk = (selections: SelectionSetNode, parent: GraphQLOutputType, place: Place, depth: number, pages: number): void => {
    if (depth > MAX_DEPTH)
      throw refused('TOO_DEEP', `The operation nests fields deeper than ${MAX_DEPTH}. Ask for less at once.`);
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) visit(selection, parent, place, depth, pages);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        const type = (name && (schema.getType(name) as GraphQLOutputType)) || parent;
        walk(selection.selectionSet, type, place, depth, pages);
      } else {
        const fragment = fragments.get(selection.name.value);
        const type = fragment && schema.getType(fragment.typeCondition.name.value);
        // Counted like a field: fragments that only spread fragments would otherwise multiply unseen.
        countField();
        if (fragment && type) walk(fragment.selectionSet, type as GraphQLOutputType, place, depth, pages);
      }
    }
  };

  const countField = () => {
    fields += 1;
    if (fields > MAX_FIELDS)
      throw refused('TOO_LARGE', `The operation selects more than ${MAX_FIELDS} fields. Split it into several operations.`);
  };

  const visit = (node: FieldNode, parent: GraphQLOutputType, place: Place, depth: number, pages: number): void => {
    countField();
    const field = fieldOf(parent, node.name.value);
    if (!field) return;
    const inner = enter(place, node);
    const values = getArgumentValues(field, node, variables);
    checkArguments(node.name.value, values, isPaged(field) ? cursorMark(field, values.orderBy) : null);
    const size = pageSize(field, values) ?? listSize(field, parent);
    const inside = pages * size;
    if (size > 1 && isOfRows(field)) rows += inside;
    if (rows > MAX_ROWS)
      throw refused(
        'TOO_MANY_ROWS',
        `The operation could reach more than ${MAX_ROWS} rows. Ask for smaller pages in \`${node.name.value}\`.`,
      );
    const type = getNamedType(field.type);
    if (node.selectionSet && isCompositeType(type)) walk(node.selectionSet, type, inner, depth + 1, inside);
  };

  const top = newPlace();
  if (root) walk(operation.selectionSet, root, top, 1, 1);
  if (operation.operation === OperationTypeNode.MUTATION) requireFewActs(top);
  const cost = { requested: fields + rows, limit: MAX_COST };
  if (cost.requested > cost.limit)
    throw refused(
      'TOO_COSTLY',
      `The operation would cost ${cost.requested} (${fields} fields and ${rows} rows), and at most ${MAX_COST} is allowed. Ask for smaller pages.`,
      { cost },
    );
  return cost;
}

/** Goes to the place of a field, and refuses more names for one field than anybody needs: each of them is answered anew. */
function enter(place: Place, { name: { value: field }, alias }: FieldNode): Place {
  const responseName = alias?.value ?? field;
  const names = place.names.get(field) ?? new Set();
  place.names.set(field, names.add(responseName));
  if (names.size > MAX_ALIASES)
    throw refused(
      'TOO_MANY_ALIASES',
      `The operation asks for \`${field}\` under more than ${MAX_ALIASES} names in one place. Ask for a page of them, or split it.`,
    );
  const inner = place.inside.get(responseName) ?? newPlace();
  place.inside.set(responseName, inner);
  return inner;
}

function requireFewActs({ inside }: Place): void {
  if (inside.size > MAX_ACTS)
    throw refused('TOO_MANY_ACTS', `One operation does at most ${MAX_ACTS} acts. Split it, or use an act that takes many ids.`);
}

function fieldOf(parent: GraphQLOutputType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

const isPaged = ({ args }: GraphQLField<unknown, unknown>): boolean => args.some(({ name }) => name === 'first');

/** How many rows a field may answer that says so itself: a connection's page, the ids that it is given. */
function pageSize(field: GraphQLField<unknown, unknown>, values: Record<string, unknown>): number | null {
  const ids = idsIn(values) ?? idsIn(values.input);
  if (ids) return Math.max(ids.length, 1);
  return isPaged(field) ? Number(values.first ?? values.last ?? DEFAULT_PAGE_SIZE) : null;
}

const MOST = 'rollcallMostInList';

/** An option of fields with a list that is always short: how many it may hold, for the cost of an operation. */
export const holdsAtMost = (most: number) => ({ extensions: { [MOST]: most } });

/**
 * A list that takes no size is taken for a page: lists inside lists would otherwise multiply unseen. That of a connection was
 * counted with it, and the results of an act on many ids (a union) with the ids.
 */
function listSize({ type, extensions }: GraphQLField<unknown, unknown>, parent: GraphQLOutputType): number {
  const isOfConnection = isObjectType(parent) && 'pageInfo' in parent.getFields();
  const isList = isListType(getNullableType(type)) && isObjectType(getNamedType(type)) && !isOfConnection;
  return isList ? Number(extensions[MOST] ?? DEFAULT_PAGE_SIZE) : 1;
}

/** Whether what a field answers is read for itself; a list of other things only multiplies the rows inside. */
function isOfRows(field: GraphQLField<unknown, unknown>): boolean {
  const type = getNamedType(field.type);
  return isPaged(field) || !isObjectType(type) || type.getInterfaces().some(({ name }) => name === 'Node');
}

/** The list among arguments that is one of ids: `ids`, `enrolmentIds`. */
function idsIn(values: unknown): unknown[] | undefined {
  if (typeof values !== 'object' || values === null) return undefined;
  const lists = Object.entries(values).filter(([name, value]) => Array.isArray(value) && /(^i|I)ds$/.test(name));
  return lists[0]?.[1] as unknown[] | undefined;
}

function refused(code: string, message: string, more: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more, http: { status: 400 } } });
}
