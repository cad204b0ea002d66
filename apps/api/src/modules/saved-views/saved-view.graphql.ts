import type { Principal } from '@rollcall/domain/permission/principal';
import { ownsView } from '@rollcall/domain/saved-view/decide-saved-view';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { holdsAtMost } from '../../graphql/check-operation.js';
import { principalOf } from '../../graphql/context.js';
import { findVisibleUser, User } from '../users/user.graphql.js';

/** One's own, and what is shared, at the providers that one may read: `seesView`, as a condition. */
const visibleSavedViews = (principal: Principal): Prisma.SavedViewWhereInput => ({
  AND: [
    visibleAtProvider(principal, 'training_provider.read'),
    principal.kind === 'user' && principal.id !== null ? { OR: [{ shared: true }, { ownerId: principal.id }] } : { shared: true },
  ],
});

export const SavedView = builder.prismaNode('SavedView', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleSavedViews, (prisma, where) => prisma.savedView.findMany({ where, select: { id: true } })),
  description: 'A list of the console as somebody wants to see it again.',
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is called; its owner has no other of that name for the page.' }),
    page: t.exposeString('page', { description: 'The page’s word: `upcoming-classes`.' }),
    search: t.exposeString('search', { description: 'The query string of the page’s address, without `?`; empty for none.' }),
    shared: t.exposeBoolean('shared', { description: 'Whether everybody at the provider sees it.' }),
    mine: t.boolean({
      description: 'Whether it is the viewer’s own.',
      select: { ownerId: true },
      resolve: (view, _args, context) => ownsView(principalOf(context), view),
    }),
    ownerName: t.string({
      description: 'Name of whose view it is.',
      select: { owner: { select: { name: true } } },
      resolve: ({ owner }) => owner.name,
    }),
    owner: t.prismaField({
      type: User,
      nullable: true,
      description: 'Whose view it is; null where the viewer may not see them.',
      select: { ownerId: true },
      resolve: async (query, { ownerId }, _args, context) =>
        context.database.prisma.appUser.findUnique({ ...query, where: await findVisibleUser(ownerId, context) }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was saved first.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was saved last.' }),
    version: t.exposeInt('version', { description: 'Rises with every change of the row.' }),
    provider: t.relation('provider', { description: 'The provider whose rows it lists.' }),
  }),
});

const MOST_LISTED = 100;

builder.queryField('savedViews', (t) =>
  t.prismaField({
    authScopes: { may: 'training_provider.read' },
    type: [SavedView],
    ...holdsAtMost(MOST_LISTED),
    description: `The viewer’s own views and those that are shared, by name; at most ${MOST_LISTED}. Empty for an unknown provider.`,
    args: {
      provider: t.arg.string({ required: true, description: 'UEN of the provider.' }),
      page: t.arg.string({ description: 'The page’s word; left out: of every page.' }),
    },
    resolve: (query, _root, { provider, page }, context) =>
      context.database.prisma.savedView.findMany({
        ...query,
        where: {
          AND: visibleSavedViews(principalOf(context)),
          provider: { uen: provider },
          ...(page != null && { page }),
        },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: MOST_LISTED,
      }),
  }),
);
