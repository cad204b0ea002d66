import type { GraphQLResolveInfo } from 'graphql';
import { globalIdOf, isRowId } from '../contract/global-id.js';
import { chainRunNumberOf } from '../modules/chains/chain-run-id.js';

/** A global id taken apart. */
export interface NodeId {
  typename: string;
  id: string;
}

/** Whether a global id can belong to anything: its type has nodes, and the rest can be a row's id. */
function isFindable({ typename, id }: NodeId, { schema }: GraphQLResolveInfo): boolean {
  const type = schema.getType(typename);
  // Chain runs have numbers.
  const isId = typename === 'ChainRun' ? chainRunNumberOf(globalIdOf(typename, id)) === id : isRowId(id);
  return isId && type !== undefined && 'getInterfaces' in type && type.getInterfaces().some(({ name }) => name === 'Node');
}

/** Finds one node; null for ids that nothing can have, which the database would answer with an error. */
export function findNode(id: NodeId, info: GraphQLResolveInfo, resolveNode: (id: NodeId) => unknown): unknown {
  return isFindable(id, info) ? resolveNode(id) : null;
}

/** Finds nodes in the order of their ids, null where there is none. */
export async function findNodes(
  args: { ids: NodeId[] },
  info: GraphQLResolveInfo,
  resolveNodes: (ids: NodeId[]) => Promise<unknown[]>,
): Promise<unknown[]> {
  // The plugin looks at the arguments again rather than at what it is handed, and passes over nulls.
  const ids: (NodeId | null)[] = args.ids;
  ids.forEach((id, index) => {
    if (id && !isFindable(id, info)) ids[index] = null;
  });
  return await resolveNodes(args.ids);
}
