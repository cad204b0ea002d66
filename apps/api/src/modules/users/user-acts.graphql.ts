import type { Principal } from '@rollcall/domain/permission/principal';
import { notFound } from '../../acts/act-refusal.js';
import { rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, type GraphqlContext, principalOf } from '../../graphql/context.js';
import { type AccountDependencies, deactivateUser, type UserAct } from './deactivate-user.js';
import { reactivateUser } from './reactivate-user.js';
import { setUserRoles } from './set-user-roles.js';
import { User } from './user.graphql.js';
import { UserRole } from './user-enums.graphql.js';

/** The row id of the user it was about. */
interface Done {
  userId: string;
}

const success = (name: string, description: string) => ({
  name,
  ref: builder.objectRef<Done>(name).implement({
    description,
    fields: (t) => ({
      user: t.prismaField({
        type: User,
        description: 'The user as they are now.',
        resolve: (query, { userId }, _args, { database }) =>
          database.prisma.appUser.findUniqueOrThrow({ ...query, where: { id: userId } }),
      }),
    }),
  }),
});

/** The row id in a global id; what is no user's is answered like a user whom nobody knows. */
export function userIdOf(globalId: string | number): string {
  const userId = rowIdOf('User', String(globalId));
  if (userId === null) throw notFound('user', ['input', 'userId'], 'Take an id that `users` lists.');
  return userId;
}

const UserSetRolesInput = builder.inputType('UserSetRolesInput', {
  description: 'What somebody is to be at a provider.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'Global id of the user.' }),
    provider: t.string({ required: true, description: 'UEN of the provider.' }),
    roles: t.field({
      type: [UserRole.ref],
      required: true,
      description: 'All that they are there from now on; empty: they have no access there.',
    }),
    idempotencyKey: t.string({ description: 'Asking again with the same key answers the same and does nothing.' }),
  }),
});

builder.mutationField('userSetRoles', (t) =>
  t.field({
    authScopes: { may: 'user.manage' },
    type: actResult('UserSetRolesResult', success('UserSetRolesSuccess', 'The roles are as asked.'), [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
    ]),
    description:
      'Makes what a user is at a provider exactly the given roles, from their next request on. Nobody gives more than they have, and a provider keeps an admin. Without roles, the API keys they made there are revoked, too.',
    args: { input: t.arg({ type: UserSetRolesInput, required: true, description: 'Who, where, and which roles.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () =>
        setUserRoles({ ...actDependencies(context), accounts: context.accounts }, principalOf(context), {
          ...input,
          userId: userIdOf(input.userId),
        }),
      ),
  }),
);

const accessInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      userId: t.id({ required: true, description: 'Global id of the user.' }),
      reason: t.string({ required: true, description: 'Why, in 3 to 500 characters, for the audit.' }),
      idempotencyKey: t.string({ description: 'Asking again with the same key answers the same and does nothing.' }),
    }),
  });

type UserActUseCase = (deps: AccountDependencies, by: Principal, act: UserAct) => Promise<Done>;

const change = (
  useCase: UserActUseCase,
  input: { userId: string | number; reason: string; idempotencyKey?: string | null | undefined },
  context: GraphqlContext,
) =>
  answerAct(async () =>
    useCase({ ...actDependencies(context), accounts: context.accounts }, principalOf(context), {
      ...input,
      userId: userIdOf(input.userId),
    }),
  );

builder.mutationField('userDeactivate', (t) =>
  t.field({
    authScopes: { may: 'user.manage' },
    type: actResult('UserDeactivateResult', success('UserDeactivateSuccess', 'The user has no access any more.'), [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
    ]),
    description:
      'Takes a user’s access away at once, everywhere: open sessions end, and the API keys they made are revoked. Their roles, and a trainer’s assignments, stay. Needs somebody who manages users at every provider where they have a role.',
    args: {
      input: t.arg({
        type: accessInput('UserDeactivateInput', 'Whose access to take away.'),
        required: true,
        description: 'Who, and why.',
      }),
    },
    resolve: (_root, { input }, context) => change(deactivateUser, input, context),
  }),
);

builder.mutationField('userReactivate', (t) =>
  t.field({
    authScopes: { may: 'user.manage' },
    type: actResult('UserReactivateResult', success('UserReactivateSuccess', 'The user may sign in again.'), [
      'NOT_FOUND',
      'INVALID_INPUT',
      'REFUSED',
      'FORBIDDEN',
    ]),
    description:
      'Lets a deactivated user sign in again, with the password and the roles they had. Keys that were revoked stay so. Needs somebody who manages users at every provider where they have a role.',
    args: {
      input: t.arg({
        type: accessInput('UserReactivateInput', 'Whose access to give back.'),
        required: true,
        description: 'Who, and why.',
      }),
    },
    resolve: (_root, { input }, context) => change(reactivateUser, input, context),
  }),
);
