import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLLeafType,
  GraphQLString,
  getArgumentValues,
  getVariableValues,
} from 'graphql';
import { Row } from '../rows/row.js';
import type { GraphqlContext } from './context.js';
import { infoOf, type Path, pathOf, RowFieldInfo, type Run } from './field-info.js';
import { type FieldPlan, planOf, type TypePlan } from './query-plan.js';

/**
 * Executes a query by its plan: what GraphQL's executor finds out anew for each field of each row was found out once. Only
 * answers without errors are given so. At the first one the library executes the query from the beginning, so that what errors
 * make of an answer is said by it alone; whatever a context has loaded is not loaded again.
 */
export function executePlanned(args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult> {
  const plan = planOf(args.schema, args.document, args.operationName ?? null);
  if (!plan) return execute(args);
  const { coerced } = getVariableValues(args.schema, plan.operation.variableDefinitions ?? [], args.variableValues ?? {});
  if (!coerced) return execute(args);
  try {
    const data = answerObject(plan.fields, args.rootValue, { args, plan, variables: coerced }, undefined);
    if (!isPromise(data)) return { data };
    return data.then(
      (answered) => ({ data: answered }),
      () => execute(args),
    );
  } catch {
    return execute(args);
  }
}

type Answer = Record<string, unknown>;

/** As the library tells them: Prisma's promises are its own. */
const isPromise = <Value>(value: Value | PromiseLike<Value>): value is Promise<Value> =>
  typeof (value as PromiseLike<Value> | null | undefined)?.then === 'function';

function answerObject(fields: readonly FieldPlan[], source: unknown, run: Run, path: Path | undefined): Answer | Promise<Answer> {
  const answer: Answer = {};
  const isRow = source instanceof Row;
  let waiting: Promise<unknown>[] | null = null;
  try {
    for (const field of fields) {
      const value = answerField(field, source, isRow, run, path);
      answer[field.name] = value;
      if (isPromise(value)) (waiting ??= []).push(value.then((settled) => (answer[field.name] = settled)));
    }
  } catch (error) {
    if (!waiting) throw error;
    // What is under way still ends, and may fail too.
    return Promise.allSettled(waiting).then(() => {
      throw error;
    });
  }
  return waiting ? Promise.all(waiting).then(() => answer) : answer;
}

function answerField(field: FieldPlan, source: unknown, isRow: boolean, run: Run, prev: Path | undefined): unknown {
  const { ofRow, property, leaf } = field;
  const shown = isRow ? ofRow?.column : property;
  if (shown != null) {
    const value = (source as Answer)[shown];
    // Most of an answer is this.
    if (leaf && isPlain(value)) return completeLeaf(leaf, value);
    if (typeof value !== 'function') return completeField(field, value, run, leaf ? undefined : pathOf(field, prev));
  }
  // What lies below names the very object that the resolver was told; below a leaf lies nothing.
  const path = leaf ? undefined : pathOf(field, prev);
  const [node] = field.nodes;
  const args = field.args ?? (node ? getArgumentValues(field.definition, node, run.variables) : {});
  const context = run.args.contextValue as GraphqlContext;
  if (isRow && ofRow !== null && (ofRow.scopes === null || ofRow.scopes(source, args, context) === true))
    return completeField(field, ofRow.resolve(source, args, context, new RowFieldInfo(field, run, prev, path)), run, path);
  const resolve = field.definition.resolve ?? ((parent) => (parent as Answer)[field.definition.name]);
  return completeField(field, resolve(source, args, context, infoOf(field, run, path ?? pathOf(field, prev))), run, path);
}

/** A value that is there already, and is no error. */
const isPlain = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date;

const completeField = (field: FieldPlan, value: unknown, run: Run, path: Path | undefined): unknown =>
  isPromise(value)
    ? value.then((settled) => complete(field.type, settled, field, run, path))
    : complete(field.type, value, field, run, path);

/** What a field answers, as its type says; throws where GraphQL's executor would note an error. */
function complete(type: TypePlan, value: unknown, field: FieldPlan, run: Run, path: Path | undefined): unknown {
  if (value instanceof Error) throw value;
  if (type.kind === 'required') {
    const completed = complete(type.of, value, field, run, path);
    return isPromise(completed) ? completed.then(required) : required(completed);
  }
  if (value == null) return null;
  if (type.kind === 'leaf') return completeLeaf(type.type, value);
  if (type.kind === 'list') return completeList(type.of, value, field, run, path);
  if (
    type.type.isTypeOf &&
    !(value instanceof Row) &&
    type.type.isTypeOf(value, run.args.contextValue, infoOf(field, run, path as Path)) !== true
  )
    throw new Error('not of this type, or not known yet');
  return answerObject(type.fields, value, run, path);
}

function required(value: unknown): unknown {
  if (value === null) throw new Error('nothing where something must be');
  return value;
}

function completeLeaf(type: GraphQLLeafType, value: unknown): unknown {
  // It would answer the same.
  if (type === GraphQLString && typeof value === 'string') return value;
  const serialized = type.serialize(value);
  if (serialized == null) throw new Error('nothing that can be shown');
  return serialized;
}

function completeList(of: TypePlan, list: unknown, field: FieldPlan, run: Run, path: Path | undefined): unknown {
  if (!Array.isArray(list)) throw new Error('no list');
  const items: unknown[] = [];
  let waits = false;
  try {
    for (let index = 0; index < list.length; index += 1) {
      const item: unknown = list[index];
      const at: Path = { prev: path, key: index, typename: undefined };
      const completed = isPromise(item)
        ? item.then((value) => complete(of, value, field, run, at))
        : complete(of, item, field, run, at);
      waits ||= isPromise(completed);
      items.push(completed);
    }
  } catch (error) {
    if (!waits) throw error;
    return Promise.allSettled(items).then(() => {
      throw error;
    });
  }
  return waits ? Promise.all(items) : items;
}
