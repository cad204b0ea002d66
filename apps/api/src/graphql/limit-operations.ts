import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from '../logger.js';
import { checkOperation, type OperationCost } from './check-operation.js';
import type { GraphqlContext } from './context.js';
import { executePlanned } from './execute-planned.js';
import { MAX_TOKENS, requireFlatDocument, requireFlatVariables } from './limit-nesting.js';
import { limitTime, OPERATION_TIME_MS } from './time-limit.js';

/** Refuses documents that are too long or too deep before they are parsed, and remembers nothing of them. */
export function limitDocuments(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => {
        requireFlatDocument(source);
        return parse(source, { ...options, maxTokens: MAX_TOKENS });
      });
    },
  };
}

/** Checks what an operation would cost, has it paid for, gives it only so long, and tells its cost in the answer. */
export function limitOperations({ log }: { log: Logger }): Plugin<GraphqlContext> {
  return {
    async onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      let cost: OperationCost | null;
      try {
        cost = await payFor(args);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        setResultAndStopExecution({ errors: [error] });
        return undefined;
      }
      setExecuteFn(limitTime(executeFn, { ms: OPERATION_TIME_MS, log, requestId: args.contextValue.requestId }));
      if (cost === null) return undefined;
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (!(Symbol.asyncIterator in result)) setResult({ ...result, extensions: { ...result.extensions, cost } });
        },
      };
    },
  };
}

/**
 * What `limitOperations` does with a query, for who executes it without yoga. Errors are as they were thrown. Null where its
 * cost cannot be told.
 */
export async function executeLimited(args: ExecutionArgs, { log }: { log: Logger }): Promise<ExecutionResult | null> {
  let cost: OperationCost | null;
  try {
    cost = await payFor(args);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [error] };
  }
  if (cost === null) return null;
  const { requestId } = args.contextValue as GraphqlContext;
  const timed = limitTime(executePlanned, { ms: OPERATION_TIME_MS, log, requestId }) as typeof executePlanned;
  const result = await timed(args);
  return { ...result, extensions: { ...result.extensions, cost } };
}

/**
 * Checks an operation as a whole and takes its cost from what its caller may spend. Throws a `GraphQLError` that says what
 * to change. Null where it cannot be told: what does not fit its types is left to the execution, which says so.
 */
export async function payFor(args: ExecutionArgs): Promise<OperationCost | null> {
  requireFlatVariables(args.variableValues);
  const cost = costOf(args);
  if (cost) await (args.contextValue as GraphqlContext).spend(cost.requested);
  return cost;
}

/** The costs of operations that passed, by their variables: programs ask the same again and again. */
const costs = new WeakMap<OperationDefinitionNode, Map<string, OperationCost>>();
/** Variables that are remembered of an operation, and how long they may be as JSON. */
const MOST_VARIABLES = { kept: 20, length: 1000 };

function costOf({ schema, document, operationName, variableValues }: ExecutionArgs): OperationCost | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const given = JSON.stringify(variableValues ?? {});
  const known = costs.get(operation) ?? new Map<string, OperationCost>();
  costs.set(operation, known);
  const passed = known.get(given);
  if (passed) return passed;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
  if (!coerced) return null;
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const cost = checkOperation({
    schema,
    operation,
    variables: coerced,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
  });
  if (known.size >= MOST_VARIABLES.kept) known.clear();
  if (given.length <= MOST_VARIABLES.length) known.set(given, cost);
  return cost;
}
