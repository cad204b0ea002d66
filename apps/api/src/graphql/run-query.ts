import { type DocumentNode, type ExecutionResult, type GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import type { Logger } from '../logger.js';
import type { GraphqlContext } from './context.js';
import { executeLimited } from './limit-operations.js';
import type { MaskError } from './mask-error.js';
import type { PostedOperation } from './plain-post.js';
import { schema } from './schema.js';

/** Whether a valid document means a query when this operation of it is asked for. */
export const isQuery = (document: DocumentNode, { operationName }: PostedOperation): boolean =>
  getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY;

/**
 * Checks, pays for and executes a valid query as yoga and our plugins do, without their hooks for each. Errors are fit for
 * the caller; null where yoga has to say what is wrong with the variables. Does not throw.
 */
export async function runQuery(
  { maskError, log }: { maskError: MaskError; log: Logger },
  document: DocumentNode,
  { variables, operationName }: PostedOperation,
  contextValue: GraphqlContext,
): Promise<ExecutionResult | null> {
  const told = (error: unknown) => maskError(error, contextValue.requestId) as GraphQLError;
  try {
    const args = { schema, document, contextValue, variableValues: variables ?? {}, operationName: operationName ?? null };
    const result = await executeLimited(args, { log });
    return result?.errors ? { ...result, errors: result.errors.map(told) } : result;
  } catch (error) {
    return { errors: [told(error)] };
  }
}
