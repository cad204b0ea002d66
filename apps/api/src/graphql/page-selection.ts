import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { NotDescribedError } from '../rows/not-described.js';
import { addComputed, addSelect, newSelection, type Selection, selectOne } from '../rows/selection.js';
import { type Model, TABLES } from '../rows/tables.js';
import { fragmentApplies } from './fragment-applies.js';
import { exposedPropertyOf, rowResolverOf } from './row-resolvers.js';

/** What an operation asks of a page. */
export interface PageSelection {
  rows: Selection;
  /** False where it asks for the total alone. */
  readsRows: boolean;
  /** Whether it asks for the total. */
  counts: boolean;
}

const COMPUTED = 'rollcallComputed';
const LISTED = 'rollcallListed';

/** An option of fields that show what `tables.ts` reckons under this name; rows from elsewhere need the field's own `select`. */
export const showsComputed = (name: string) => ({ extensions: { [COMPUTED]: name } });

/** An option of fields that show the rows of a relation as plain objects: of these only what is asked for is read. */
export const showsListed = (relation: string) => ({ extensions: { [LISTED]: relation } });

type Field = GraphQLField<unknown, unknown>;
type Fields = [field: Field, node: FieldNode];

/** By the field of the document, which the parser keeps for each text. Null: goes beyond what the tables describe. */
const selections = new WeakMap<FieldNode, PageSelection | null>();

/**
 * What the rows of a page must have for everything that the operation asks of them; null where the Prisma plugin has to
 * plan it. Whatever `@skip` and `@include` may leave out is read as well, so that the same document is looked at once.
 */
export function pageSelectionOf(info: GraphQLResolveInfo): PageSelection | null {
  const [node, ...more] = info.fieldNodes;
  if (!node || more.length > 0) return null;
  let selection = selections.get(node);
  if (selection === undefined) selections.set(node, (selection = selectionOrNull(node, info)));
  return selection;
}

function selectionOrNull(node: FieldNode, info: GraphQLResolveInfo): PageSelection | null {
  try {
    return readConnection(node, info);
  } catch (error) {
    if (error instanceof NotDescribedError) return null;
    throw error;
  }
}

function readConnection(node: FieldNode, info: GraphQLResolveInfo): PageSelection {
  const connection = getNamedType(info.returnType) as GraphQLObjectType;
  const places: Fields[] = [];
  let readsRows = false;
  let counts = false;
  for (const [field, inner] of fieldsOf(connection, [node], info)) {
    const isTotal = field.extensions['pothosPrismaTotalCount'] === true;
    counts ||= isTotal;
    readsRows ||= !isTotal && field.name !== '__typename';
    if (field.name === 'nodes') places.push([field, inner]);
    if (field.name !== 'edges') continue;
    const edge = getNamedType(field.type) as GraphQLObjectType;
    places.push(...fieldsOf(edge, [inner], info).filter(([each]) => each.name === 'node'));
  }
  const type = getNamedType(connection.getFields()['nodes']?.type) as GraphQLObjectType;
  const rows = newSelection(modelOf(type));
  addType(
    rows,
    type,
    places.map(([, inner]) => inner),
    info,
  );
  // The row that a cursor is made of.
  rows.columns.add('id');
  return { rows, readsRows, counts };
}

function modelOf({ extensions, name }: GraphQLObjectType): Model {
  const model = extensions['pothosPrismaModel'];
  if (typeof model === 'string' && model in TABLES) return model as Model;
  throw new NotDescribedError(name);
}

/** Adds what a type and its fields select, and the rows of the relations among them. */
function addType(selection: Selection, type: GraphQLObjectType, nodes: readonly FieldNode[], info: GraphQLResolveInfo): void {
  const own = type.extensions['pothosPrismaSelect'];
  // A type that names no columns has them all, seen and unseen ones.
  if (typeof own !== 'object' || own === null) throw new NotDescribedError(type.name);
  const asked = fieldsOf(type, nodes, info);
  // What every field shows by itself, nobody else looks at.
  if (!asked.every(([field]) => showsColumn(type, field))) addSelect(selection, own as Record<string, unknown>);
  for (const [field, node] of asked) {
    const select = field.extensions['pothosPrismaSelect'];
    const computed = field.extensions[COMPUTED];
    if (typeof computed === 'string') addComputed(selection, computed, shownAsTheyAre(field, node, info));
    else if (!select) continue;
    else if (typeof select === 'object') addSelect(selection, narrowed(select as Select, field, node, info));
    else addRelation(selection, field, select as RelationSelect, node, info);
  }
}

type Select = Record<string, unknown>;

/** The select of a field that shows rows of a relation, without the columns that nobody asks for. */
function narrowed(select: Select, field: Field, node: FieldNode, info: GraphQLResolveInfo): Select {
  const relation = field.extensions[LISTED] as string | undefined;
  const shown = relation && shownAsTheyAre(field, node, info);
  if (!shown) return select;
  const whole = select[relation] as { select: Select };
  const asked = shown.filter((name) => name in whole.select);
  return { ...select, [relation]: { ...whole, select: Object.fromEntries(asked.map((name) => [name, true])) } };
}

/** The properties behind what is asked of a field's objects; undefined where one of them is more than a property. */
function shownAsTheyAre(field: Field, node: FieldNode, info: GraphQLResolveInfo): string[] | undefined {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return undefined;
  const properties = fieldsOf(type, [node], info)
    .filter(([inner]) => inner.name !== '__typename')
    .map(([inner]) => exposedPropertyOf(inner));
  return properties.length > 0 && properties.every((property) => property !== null) ? properties : undefined;
}

const showsColumn = (type: GraphQLObjectType, field: Field): boolean => rowResolverOf(type, field)?.column != null;

/** How the Prisma plugin keeps the selection of a relation: a function that is handed what plans the rows behind it. */
type RelationSelect = (args: object, context: unknown, nested: (query: unknown) => unknown) => unknown;

function addRelation(
  selection: Selection,
  field: Field,
  select: RelationSelect,
  node: FieldNode,
  info: GraphQLResolveInfo,
): void {
  const relation = field.extensions['pothosPrismaRelationField'] as { name: string; isList: boolean } | undefined;
  const type = getNamedType(field.type);
  if (!relation || relation.isList || !isObjectType(type)) throw new NotDescribedError(field.name);
  // Said by the relation as its query; without one it is the bare row.
  let query: unknown;
  select({}, {}, (asked) => {
    query = asked;
    return {};
  });
  if (typeof query !== 'object' || query === null || Object.keys(query).length > 0) throw new NotDescribedError(field.name);
  addType(selectOne(selection, relation.name), type, [node], info);
}

/** The fields that a type answers among what is selected under some nodes, fragments opened. */
function fieldsOf(type: GraphQLObjectType, nodes: readonly FieldNode[], info: GraphQLResolveInfo): Fields[] {
  const fields = type.getFields();
  const found: Fields[] = [];
  const applies = (name: string | undefined) => fragmentApplies(info.schema, type, name);
  const open = (selected: readonly SelectionNode[]): void => {
    for (const each of selected) {
      if (each.kind === Kind.FIELD) {
        const field = fields[each.name.value];
        if (field) found.push([field, each]);
      } else if (each.kind === Kind.INLINE_FRAGMENT) {
        if (applies(each.typeCondition?.name.value)) open(each.selectionSet.selections);
      } else {
        const fragment = info.fragments[each.name.value];
        if (fragment && applies(fragment.typeCondition.name.value)) open(fragment.selectionSet.selections);
      }
    }
  };
  for (const node of nodes) open(node.selectionSet?.selections ?? []);
  return found;
}
