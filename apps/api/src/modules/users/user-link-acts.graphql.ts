import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { actDependencies, type GraphqlContext, principalOf } from '../../graphql/context.js';
import type { LinkDependencies, PasswordLink } from './deliver-password-link.js';
import { inviteUser } from './invite-user.js';
import { PasswordLinkType } from './password-link.graphql.js';
import { sendPasswordLink } from './send-password-link.js';
import { User } from './user.graphql.js';
import { userIdOf } from './user-acts.graphql.js';
import { UserRole } from './user-enums.graphql.js';

/** The row id of the user, and what became of their link. */
interface Linked {
  userId: string;
  passwordLink: PasswordLink;
}

const success = (name: string, description: string) => ({
  name,
  ref: builder.objectRef<Linked>(name).implement({
    description,
    fields: (t) => ({
      user: t.prismaField({
        type: User,
        description: 'The user as they are now.',
        resolve: (query, { userId }, _args, { database }) =>
          database.prisma.appUser.findUniqueOrThrow({ ...query, where: { id: userId } }),
      }),
      passwordLink: t.field({
        type: PasswordLinkType,
        description: 'The one-time link, and what became of it.',
        resolve: ({ passwordLink }) => passwordLink,
      }),
      link: t.string({
        nullable: true,
        description: 'The same as `passwordLink.link`: set where this installation sends no mail.',
        resolve: ({ passwordLink }) => (passwordLink.outcome === 'handed_over' ? passwordLink.link : null),
      }),
    }),
  }),
});

const linkDependencies = (context: GraphqlContext): LinkDependencies => {
  const { accounts, settings, log } = context;
  return { ...actDependencies(context), accounts, settings, log };
};

const UserInviteInput = builder.inputType('UserInviteInput', {
  description: 'Whom to invite, and as what.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'Their e-mail address, with which they will sign in.' }),
    name: t.string({ required: true, description: 'Their name; a user who is known keeps theirs.' }),
    provider: t.string({ required: true, description: 'UEN of the provider.' }),
    roles: t.field({
      type: [UserRole.ref],
      required: true,
      description: 'What they are to be there, at least one; what they are there already stays.',
    }),
    idempotencyKey: t.string({
      description: 'Asking again with the same key answers the same and does nothing; the link is not told again.',
    }),
  }),
});

builder.mutationField('userInvite', (t) =>
  t.field({
    authScopes: { may: 'user.manage' },
    type: actResult(
      'UserInviteResult',
      success('UserInviteSuccess', 'The user has the roles; who has not signed up gets a one-time link.'),
      ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN'],
    ),
    description:
      'Gives somebody roles at a provider, making the user where there is none, and mails who has not signed up a one-time link for seven days. Who has signed up gets the roles alone.',
    args: { input: t.arg({ type: UserInviteInput, required: true, description: 'Whom, where, and as what.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () => inviteUser(linkDependencies(context), principalOf(context), input)),
  }),
);

const UserPasswordLinkSendInput = builder.inputType('UserPasswordLinkSendInput', {
  description: 'Whom to send a link.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'Global id of the user.' }),
    idempotencyKey: t.string({
      description: 'Asking again with the same key does nothing; the link is not told again.',
    }),
  }),
});

builder.mutationField('userPasswordLinkSend', (t) =>
  t.field({
    authScopes: { may: 'user.manage' },
    type: actResult(
      'UserPasswordLinkSendResult',
      success('UserPasswordLinkSendSuccess', 'A new link was made; older ones are worthless.'),
      ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN'],
    ),
    description:
      'Sends a user a new one-time link: an invitation for seven days where they have not signed up, else one for a day to choose a new password. Needs somebody who manages users at every provider where they have a role.',
    args: { input: t.arg({ type: UserPasswordLinkSendInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(async () =>
        sendPasswordLink(linkDependencies(context), principalOf(context), { ...input, userId: userIdOf(input.userId) }),
      ),
  }),
);
