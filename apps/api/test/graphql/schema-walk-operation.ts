import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import { FILLED, IDS, LEFT_OUT } from './schema-walk-knowledge.js';
import { type Names, nodeId } from './schema-walk-world.js';

type Field = GraphQLField<unknown, unknown>;

export interface Asked {
  query: string;
  variables: Record<string, unknown>;
  /** Every text that named a row: what an answer may repeat. */
  named: string[];
  /** What was named: `uen`, or a node type. */
  kinds: string[];
}

/** Texts that name something of a provider's; asked even where they are optional. */
const NAMING: Record<string, (names: Names) => string> = {
  provider: ({ uen }) => uen,
  uen: ({ uen }) => uen,
  ssgRunId: ({ ssgRunId }) => ssgRunId,
  courseCode: ({ courseCode }) => courseCode,
  referenceNumber: ({ referenceNumber }) => referenceNumber,
  runId: ({ runId }) => runId,
};

/** Texts that must have a certain form. */
const TEXTS: Record<string, string> = {
  chain: 'nightly',
  'chain.name': 'nightly',
  'errorCatalogueEntry.code': 'NOT_FOUND',
  'whyThisValue.field': 'start_date',
  email: 'walk.invited@example.org',
  url: 'https://hooks.example.org/rollcall',
};

/** The ways in which a root field can be asked for the things that its input names. */
export const waysOf = (field: Field): readonly (readonly string[])[] => LEFT_OUT[field.name] ?? [[]];

/** The operation of a root field, its arguments made from their types: whatever is required, and whatever names a row. */
export function operationOf(kind: string, field: Field, names: Names, leftOut: readonly string[] = []): Asked {
  const said: Said = { named: [], kinds: [], leftOut };
  const variables: Record<string, unknown> = {};
  for (const argument of field.args) {
    const value = valueOf(argument, `${field.name}.${argument.name}`, names, said);
    if (value !== undefined) variables[argument.name] = value;
  }
  const given = field.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  // A page of rows is one level further down than a row.
  const depth = getNamedType(field.type).name.endsWith('Connection') ? 3 : 2;
  const selection = selectionOf(field.type, depth);
  return {
    query: `${kind}${declared && ` (${declared})`} { ${field.name}${passed && `(${passed})`} ${selection} }`,
    variables,
    named: said.named,
    kinds: said.kinds,
  };
}

interface Said extends Pick<Asked, 'named' | 'kinds'> {
  leftOut: readonly string[];
}

/** Undefined: left out. */
function valueOf(input: GraphQLArgument | GraphQLInputField, path: string, names: Names, said: Said): unknown {
  const { name, type } = input;
  if (said.leftOut.includes(name)) return undefined;
  const bare = isNonNullType(type) ? type.ofType : type;
  const inner = getNamedType(bare);
  const one = (): unknown => {
    if (inner.name === 'ID') {
      const nodeType = typeOfId(name, path);
      return remember(said, nodeType, nodeId(names, nodeType), names.ids[nodeType]);
    }
    const naming = inner.name === 'String' ? NAMING[name] : undefined;
    if (naming) return remember(said, name === 'provider' ? 'uen' : name, naming(names));
    if (isInputObjectType(inner)) return objectOf(inner, names, said);
    return isNonNullType(type) || FILLED.includes(path) ? plainValue(inner, name, path) : undefined;
  };
  const value = one();
  return value !== undefined && isListType(bare) ? [value] : value;
}

function objectOf(type: GraphQLInputType, names: Names, said: Said): Record<string, unknown> | undefined {
  if (!isInputObjectType(type)) return undefined;
  const entries = Object.values(type.getFields()).map((field) => [
    field.name,
    valueOf(field, `${type.name}.${field.name}`, names, said),
  ]);
  const given = entries.filter(([, value]) => value !== undefined);
  return given.length > 0 ? (Object.fromEntries(given) as Record<string, unknown>) : undefined;
}

function typeOfId(name: string, path: string): string {
  const [, stem] = /^(.+?)Ids?$/.exec(name) ?? [];
  const type = IDS[path] ?? (stem && `${stem[0]?.toUpperCase()}${stem.slice(1)}`);
  if (!type) throw new Error(`The walk does not know what ${path} is an id of: add it to IDS in schema-walk-knowledge.ts.`);
  return type;
}

function remember({ named, kinds }: Said, kind: string, text: string, rowId?: string): string {
  named.push(text, ...(rowId === undefined ? [] : [rowId]));
  kinds.push(kind);
  return text;
}

function plainValue(type: GraphQLNamedType, name: string, path: string): unknown {
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (type.name === 'String') return TEXTS[path] ?? TEXTS[name] ?? 'An invented text.';
  const plain: Record<string, unknown> = {
    Int: 1,
    Float: 1,
    Boolean: false,
    JSON: {},
    Date: '2026-01-05',
    DateTime: '2026-01-05T00:00:00Z',
  };
  if (!(type.name in plain)) throw new Error(`The walk has no value of the type ${type.name}, which ${path} needs.`);
  return plain[type.name];
}

/** Every field that needs no argument, related objects and lists included down to a depth; failures in full. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isScalarType(named) || isEnumType(named)) return '';
  if (isUnionType(named)) {
    const members = named.getTypes().map((member, index) => `... on ${member.name} { ${fieldsOf(member, depth, `m${index}_`)} }`);
    const fails = named.getTypes().some((member) => member.getInterfaces().some(({ name }) => name === 'ActError'));
    return `{ __typename ${members.join(' ')} ${fails ? '... on ActError { code message remedy path }' : ''} }`;
  }
  if (isInterfaceType(named)) return '{ __typename }';
  return `{ ${fieldsOf(named, depth, '')} }`;
}

function fieldsOf(type: GraphQLNamedType, depth: number, prefix: string): string {
  if (!isObjectType(type) || type.getInterfaces().some(({ name }) => name === 'ActError')) return '__typename';
  const parts = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some((argument) => isNonNullType(argument.type))) return [];
    const inner = getNamedType(field.type);
    const alias = prefix && `${prefix}${field.name}: `;
    if (isScalarType(inner) || isEnumType(inner)) return [`${alias}${field.name}`];
    if (depth === 0 || inner.name.endsWith('Edge')) return [];
    const page = field.args.some(({ name }) => name === 'first') ? '(first: 2)' : '';
    return [`${alias}${field.name}${page} ${selectionOf(field.type, depth - 1)}`];
  });
  return ['__typename', ...parts].join(' ');
}
