import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { visibleCourseRuns } from '../../access/visible-rows.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';

type CourseRunRow = Prisma.CourseRunGetPayload<object>;

/** Reads a run of an act as it is after it, or null where the caller may not see it. `query` is what Prisma is asked for. */
export type CourseRunReader = (courseRunId: string, query: object, info: GraphQLResolveInfo) => Promise<CourseRunRow | null>;

/**
 * One statement for all runs of an answer, where the same field is asked of each. It belongs to one act: the next one of the
 * same operation must not be shown what was read before it.
 */
export function createCourseRunReader(context: GraphqlContext): CourseRunReader {
  const loaders = new Map<FieldNode | undefined, (id: string) => Promise<CourseRunRow | null>>();
  return (courseRunId, query, { fieldNodes: [field] }) => {
    let load = loaders.get(field);
    if (!load) {
      load = createBatchLoader((ids: string[]) => readRuns(context, ids, query));
      loaders.set(field, load);
    }
    return load(courseRunId);
  };
}

async function readRuns(context: GraphqlContext, ids: string[], query: object): Promise<(CourseRunRow | null)[]> {
  const where: Prisma.CourseRunWhereInput = { AND: [{ id: { in: ids } }, visibleCourseRuns(principalOf(context))] };
  const rows = await context.database.prisma.courseRun.findMany({ ...query, where });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
