import type { Principal } from '@rollcall/domain/permission/principal';
import type { Role } from '@rollcall/domain/permission/roles';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { type Answer, ask } from '../../graphql/ask.js';
import { startTestApi, type TestApi } from '../../http/test-api.js';
import { type KnownCallers, knownCallers, somebody } from '../../support/known-callers.js';

export const OURS = 'T26ZZ0002A';
export const THEIRS = 'T26ZZ0003B';

/** An API with two providers, and people at them. */
export interface PeopleWorld {
  api: TestApi;
  callers: KnownCallers;
  /** Row ids of the providers. */
  ours: string;
  theirs: string;
  /** Makes a user; signed up unless told otherwise. */
  person(options: PersonOptions): Promise<Person>;
  /** Sends an operation as somebody, and gives the first field of the answer; throws where the answer has errors. */
  act(by: Principal, query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>;
  ask(by: Principal, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  rows(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  audits(action: string): Promise<Record<string, unknown>[]>;
}

interface PersonOptions {
  email: string;
  at?: Record<string, Role[]>;
  signedUp?: boolean;
  active?: boolean;
  installationAdmin?: boolean;
}

export interface Person {
  id: string;
  globalId: string;
  /** With the roles they had when they were made. */
  principal: Principal;
}

export async function createPeopleWorld(environment: Record<string, string> = {}): Promise<PeopleWorld> {
  const callers = knownCallers();
  const api = await startTestApi({ authenticator: callers.authenticator, environment });
  const { prisma, pool } = api.deps.database;
  const provider = (uen: string) =>
    prisma.trainingProvider.create({ data: { uen, code: `${uen}-01`, name: `Invented Academy ${uen}` } });
  const [ours, theirs] = [(await provider(OURS)).id, (await provider(THEIRS)).id];
  const send = (by: Principal, query: string, variables: Record<string, unknown> = {}) =>
    ask(api, query, variables, callers.as(by));
  const rows = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows;
  return {
    api,
    callers,
    ours,
    theirs,
    person: async ({ email, at = {}, signedUp = true, active = true, installationAdmin = false }) => {
      const roles = Object.entries(at).flatMap(([providerId, held]) => held.map((role) => ({ providerId, role })));
      const name = email.split('@')[0] ?? email;
      const { id } = await prisma.appUser.create({
        data: { email, name, nameNormalised: name, active, installationAdmin, roles: { create: roles } },
      });
      if (signedUp) await prisma.authAccount.create({ data: { userId: id, providerId: 'credential', accountId: id } });
      const grants = Object.entries(at).map(([providerId, held]) => ({ providerId, roles: held }));
      const principal: Principal = {
        ...somebody(id, 'every', 'admin'),
        name: email,
        ...(!installationAdmin && { grants }),
      };
      return { id, globalId: globalIdOf('User', id), principal };
    },
    act: async (by, query, variables) => {
      const { data, errors, text } = await send(by, query, variables);
      const [field] = Object.values(data ?? {});
      if (errors || typeof field !== 'object' || field === null) throw new Error(`The operation failed: ${text}`);
      return field as Record<string, unknown>;
    },
    ask: send,
    rows,
    audits: (action) =>
      rows(
        `SELECT provider_id, actor_type, actor_id, actor_name, actor_role, entity_type, entity_id, reason, before, after
         FROM audit_trail WHERE action = $1 ORDER BY id`,
        [action],
      ),
  };
}
