import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { GraphQLError } from 'graphql';
import { visibleLearners } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { principalOf } from '../../graphql/context.js';
import { hasWords } from '../../graphql/has-words.js';
import { pageSource } from '../../graphql/page-source.js';
import type { RowContext } from '../../graphql/row-context.js';
import { Learner } from './learner.graphql.js';
import { countLookUp, MOST_LOOK_UPS_AN_HOUR } from './limit-look-ups.graphql.js';

export const LearnerFilter = builder.inputType('LearnerFilter', {
  description: 'Which learners; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    text: t.string({ description: 'Words of the name, or their beginnings, in any order and whatever the case.' }),
    email: t.string({ description: 'Exactly this e-mail address, whatever the case.' }),
    identifier: t.string({
      description: `Exactly this NRIC, FIN or passport number, in the clear. It is hashed before anything is read and kept nowhere; send it as a variable, by POST, at most ${MOST_LOOK_UPS_AN_HOUR} times an hour.`,
    }),
  }),
});

type Filter = typeof LearnerFilter.$inferInput | null | undefined;

/** The visible rows that a filter lets through. */
export function whereLearners(filter: Filter, context: RowContext): Prisma.LearnerWhereInput {
  const { provider, text, email, identifier } = filter ?? {};
  const conditions: Prisma.LearnerWhereInput[] = [visibleLearners(principalOf(context))];
  if (provider != null) conditions.push({ provider: { uen: provider } });
  if (text != null) conditions.push({ nameBeginnings: hasWords(text) });
  if (email != null) conditions.push({ email: email.trim().toLowerCase() });
  if (identifier != null) {
    refuseInUrl(context);
    conditions.push({ nricHmac: context.identifiers.hash(identifier) });
  }
  return { AND: conditions };
}

/** URLs stand in the logs of whatever the request comes through. */
function refuseInUrl({ request }: RowContext): void {
  if (request?.method !== 'GET') return;
  throw new GraphQLError('An identifier is not asked for in a URL.', {
    extensions: {
      code: 'BAD_USER_INPUT',
      argument: 'filter.identifier',
      remedy: 'POST the operation, with the identifier among the variables.',
      http: { status: 400 },
    },
  });
}

const PAGE = pageSource({
  model: 'Learner',
  where: async ({ filter }: { filter?: Filter }, context) => {
    await countLookUp(filter?.identifier, context);
    return whereLearners(filter, context);
  },
  orderBy: [{ name: 'asc' as const }, { id: 'asc' as const }],
  count: (prisma, query) => prisma.learner.count(query),
});

builder.queryField('learners', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'learner.read' },
      type: Learner,
      cursor: 'id',
      description: 'Learners, by name; identifiers and contact data masked. A trainer sees those of their own runs.',
      args: { filter: t.arg({ type: LearnerFilter, description: 'Which learners.' }) },
      extensions: PAGE.extensions,
      totalCount: PAGE.totalCount,
      resolve: async (query, _root, args, context) =>
        context.database.prisma.learner.findMany({
          ...query,
          where: await PAGE.where(args, context),
          orderBy: PAGE.orderBy,
        }),
    },
    ...connectionType('Learner', Learner, 'learners'),
  ),
);
