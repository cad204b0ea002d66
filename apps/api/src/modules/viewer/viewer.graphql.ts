import { ACTION_NAMES, type Action } from '@rollcall/domain/permission/actions';
import { may } from '@rollcall/domain/permission/can';
import { type Grant, PRINCIPAL_KINDS, type Principal } from '@rollcall/domain/permission/principal';
import { extentOf, type Role } from '@rollcall/domain/permission/roles';
import { visibleProviders } from '../../access/visible-rows.js';
import { globalIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';
import { storedEnum } from '../../graphql/stored-enum.js';

export const PrincipalKind = storedEnum('PrincipalKind', PRINCIPAL_KINDS, {
  description: 'Kinds of those who act.',
  words: {
    user: 'A person who signed in.',
    api_key: 'A machine with a key.',
    token: 'Somebody whom a trusted issuer vouches for.',
    system: 'Rollcall itself, or whoever has its command line.',
  },
});

interface ProviderRow {
  id: string;
  uen: string;
  name: string;
}

/** What somebody is at one provider; at every one where `provider` is null. */
interface ViewerRoleRow {
  provider: ProviderRow | null;
  roles: readonly Role[];
  permissions: Action[];
  scopes: readonly Action[] | null;
}

/** UEN and name of the providers that the viewer has roles at: one statement. */
const grantedProviders = perOperation((context) => {
  const principal = principalOf(context);
  return context.database.prisma.trainingProvider.findMany({
    where: visibleProviders(principal),
    select: { id: true, uen: true, name: true },
    orderBy: { uen: 'asc' },
  });
});

const allowedBy = ({ roles, only }: Grant): Action[] =>
  ACTION_NAMES.filter((action) => extentOf(roles, action) !== null && (only?.includes(action) ?? true));

const rowOf = (grant: Grant, provider: ProviderRow | null): ViewerRoleRow => ({
  provider,
  roles: grant.roles,
  permissions: allowedBy(grant),
  scopes: grant.only ?? null,
});

async function rolesOf({ grants }: Principal, providers: () => Promise<ProviderRow[]>): Promise<ViewerRoleRow[]> {
  const isSomewhere = grants.some(({ providerId }) => providerId !== 'every');
  const byId = new Map((isSomewhere ? await providers() : []).map((row) => [row.id, row]));
  const everywhere = grants.filter(({ providerId }) => providerId === 'every').map((grant) => rowOf(grant, null));
  const atProviders = [...byId.values()].flatMap((provider) =>
    grants.filter(({ providerId }) => providerId === provider.id).map((grant) => rowOf(grant, provider)),
  );
  return [...everywhere, ...atProviders];
}

const ViewerProvider = builder.objectRef<ProviderRow>('ViewerProvider').implement({
  description: 'A provider where the viewer has a role.',
  fields: (t) => ({
    id: t.id({
      description: 'Global id of the `TrainingProvider`.',
      resolve: ({ id }) => globalIdOf('TrainingProvider', id),
    }),
    uen: t.exposeString('uen', { description: 'Unique Entity Number.' }),
    name: t.exposeString('name', { description: 'Name of the organisation.' }),
  }),
});

const ViewerRole = builder.objectRef<ViewerRoleRow>('ViewerRole').implement({
  description: 'What the viewer is at a provider, or at every one.',
  fields: (t) => ({
    provider: t.field({
      type: ViewerProvider,
      nullable: true,
      description: 'The provider; null: every one, those to come included.',
      resolve: ({ provider }) => provider,
    }),
    roles: t.stringList({ description: 'Roles: `admin`, `trainer` …', resolve: ({ roles }) => [...roles] }),
    permissions: t.stringList({
      description: 'What the viewer may do there, as `noun.verb`; a trainer some of it to own runs only.',
      resolve: ({ permissions }) => permissions,
    }),
    scopes: t.stringList({
      nullable: true,
      description: 'What a key was narrowed to; null for those who may do all that their roles allow.',
      resolve: ({ scopes }) => (scopes === null ? null : [...scopes]),
    }),
  }),
});

const ViewerUser = builder
  .objectRef<{ id: string; email: string; name: string; twoFactorEnabled: boolean }>('ViewerUser')
  .implement({
    description: 'The account of the person who asks.',
    fields: (t) => ({
      userId: t.exposeID('id', { description: 'Row id of the account, as the audit names it.' }),
      email: t.exposeString('email', { description: 'E-mail address, lower case.' }),
      name: t.exposeString('name', { description: 'Their name.' }),
      twoFactorEnabled: t.exposeBoolean('twoFactorEnabled', { description: 'Whether signing in asks for a second factor.' }),
    }),
  });

const Viewer = builder.objectRef<Principal>('Viewer').implement({
  description: 'Who asks, and what they may do.',
  fields: (t) => ({
    kind: t.field({ type: PrincipalKind.ref, description: 'What kind of principal.', resolve: ({ kind }) => kind }),
    name: t.exposeString('name', {
      description: 'For people: an e-mail address, the name of a key, the subject of a token.',
    }),
    user: t.field({
      type: ViewerUser,
      nullable: true,
      description: 'The account; null for machines.',
      resolve: async ({ kind, id }, _args, { database }) =>
        kind !== 'user' || id === null
          ? null
          : database.prisma.appUser.findUnique({
              where: { id },
              select: { id: true, email: true, name: true, twoFactorEnabled: true },
            }),
    }),
    roles: t.field({
      type: [ViewerRole],
      description: 'Roles per provider, by UEN; those at every provider first.',
      resolve: (principal, _args, context) => rolesOf(principal, async () => grantedProviders(context)),
    }),
    permissions: t.stringList({
      description: 'What the viewer may do at some provider at least, as `noun.verb`: for showing or hiding, nothing else.',
      resolve: (principal) => ACTION_NAMES.filter((action) => may(principal, action)),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    authScopes: { anyone: true },
    type: Viewer,
    nullable: true,
    description: 'Who asks; null for those who did not say who they are.',
    resolve: (_root, _args, { principal }) => principal,
  }),
);
