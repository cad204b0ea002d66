import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { visibleLearners } from '../../access/visible-rows.js';
import { principalOf } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';

type LearnerRow = Prisma.LearnerGetPayload<object>;

/** Reads a learner whom a review names, or null where the viewer may not see them. `query` is what Prisma is asked for. */
type CandidateReader = (learnerId: string, query: object, info: GraphQLResolveInfo) => Promise<LearnerRow | null>;

/** One statement for the candidates of all reviews of a page, where the same field is asked of each. */
export const readCandidate = perOperation<CandidateReader>((context) => {
  const loaders = new Map<FieldNode | undefined, (id: string) => Promise<LearnerRow | null>>();
  return (learnerId, query, { fieldNodes: [field] }) => {
    let load = loaders.get(field);
    if (!load) {
      load = createBatchLoader(async (ids: string[]) => {
        const where: Prisma.LearnerWhereInput = { AND: [{ id: { in: ids } }, visibleLearners(principalOf(context))] };
        const rows = await context.database.prisma.learner.findMany({ ...query, where });
        const byId = new Map(rows.map((row) => [row.id, row]));
        return ids.map((id) => byId.get(id) ?? null);
      });
      loaders.set(field, load);
    }
    return load(learnerId);
  };
});
