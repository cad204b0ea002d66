import { createDependencies, type Dependencies } from '../../src/dependencies.js';
import { startServer } from '../../src/http/server.js';
import { createLogger } from '../../src/logger.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import { readSettings } from '../../src/settings/settings.js';
import type { Chain } from '../../src/workflow/chain.js';
import { createChainRegistry } from '../../src/workflow/chain-registry.js';
import type { Engine } from '../../src/workflow/engine.js';
import type { StepHandler } from '../../src/workflow/step-handler.js';
import { countStatements, type StatementCounter } from '../http/count-statements.js';
import { type ChainWorld, createChainWorld, done, testChain } from './chain-world.js';

export const KEY = 'an-invented-key-for-tests';
export const WORLD_UEN = '201999999Z';

/** What the steps of the test chains do; a step that is not named is done at once. */
export type Script = Record<string, StepHandler>;

/** `nightly` for a provider: find → sync → tell (not required). `tidy` for the installation: purge. */
export function testChains(script: Script): Chain[] {
  const handle =
    (name: string): StepHandler =>
    (context) =>
      (script[name] ?? (async () => done))(context);
  return [
    testChain(
      'nightly',
      [
        {
          name: 'find',
          title: 'Find runs',
          upstream: 'ssg',
          handle: handle('find'),
          prerequisites: [{ name: 'has-courses', sentence: 'The provider has a course.' }],
        },
        { name: 'sync', needs: ['find'], upstream: 'ssg', handle: handle('sync') },
        { name: 'tell', needs: [{ step: 'sync', kind: 'soft' }], required: false, handle: handle('tell') },
      ],
      { title: 'Nightly' },
      { 'has-courses': async () => true },
    ),
    testChain('tidy', [{ name: 'purge', handle: handle('purge') }], { title: 'Tidy', scope: 'system', modes: ['full'] }),
  ];
}

export interface Answer<Data> {
  status: number;
  data: Data;
  errors: { message: string; extensions?: Record<string, unknown> }[] | undefined;
  text: string;
}

/** A chain world that is served over HTTP, by a process of its own as far as connections and logs go. */
export interface ServedChains extends ChainWorld {
  url: string;
  script: Script;
  statements: StatementCounter;
  logged: Record<string, unknown>[];
  /** Sends an operation with the right key; headers may say otherwise. */
  ask<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Answer<Data>>;
  /** The answer's data. Throws where it has errors. */
  read<Data = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<Data>;
}

export async function serveChains(options: { script?: Script; key?: string | null } = {}): Promise<ServedChains> {
  const script = options.script ?? {};
  const world = await createChainWorld(testChains(script));
  await ensureSchedules(world.engine);
  const logged: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'info', destination: { write: (line) => void logged.push(JSON.parse(line)) } });
  const key = options.key === undefined ? KEY : options.key;
  const settings = readSettings(key === null ? {} : { EXTERNAL_API_KEY_FOR_CLAWDBOT: key });
  const deps = createDependencies(settings, world.databaseUrl, { log, now: () => world.clock.now });
  const statements = countStatements(deps.database.pool);
  const server = await startServer(deps, { port: 0, engine: { ...world.engine, deps } });
  const url = `${server.url}/graphql`;

  const ask: ServedChains['ask'] = async <Data>(query: string, variables = {}, headers: Record<string, string> = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': KEY, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { status: response.status, text, ...(JSON.parse(text) as { data: Data; errors: Answer<Data>['errors'] }) };
  };
  return {
    ...world,
    url,
    script,
    statements,
    logged,
    ask,
    read: async <Data>(query: string, variables?: Record<string, unknown>) => {
      const { data, errors, text } = await ask<Data>(query, variables);
      if (errors) throw new Error(`The operation failed: ${text}`);
      return data;
    },
    close: async () => {
      await server.close();
      await deps.close();
      await world.close();
    },
  };
}

/** An engine for an API that only starts and shows runs: nobody is told of steps. */
export const testEngine = (deps: Dependencies): Engine => ({
  deps,
  chains: createChainRegistry(testChains({})),
  wake: async () => undefined,
  events: { publish: async () => undefined },
  notices: { troubles: async () => undefined, stepSucceeded: async () => undefined, runNeedsPeople: async () => undefined },
});

/** What became of an act on a chain run. */
export type Acted = Record<string, unknown> & {
  __typename: string;
  chainRun?: {
    number: string;
    status: string;
    resumedFrom: { number: string } | null;
    steps: { step: string; status: string; leftOut: boolean }[];
  };
};

const RUN = 'number status trigger mode dryRun requestedBy resumedFrom { number } steps { step status reason leftOut }';

/** Asks for `chainRunStart`, `chainRunCancel` and the like. */
export async function act(world: ServedChains, name: string, input: Record<string, unknown>): Promise<Acted> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const already = /Start|Resume/.test(name) ? '... on AlreadyRunningError { chainRunId chainRunNumber }' : '';
  const data = await world.read<{ act: Acted }>(
    `mutation ($input: ${type}Input!) { act: ${name}(input: $input) { __typename ... on ${type}Success { chainRun { ${RUN} } }
       ... on ActError { code message remedy path } ${already} } }`,
    { input },
  );
  return data.act;
}

export const statusesOf = ({ chainRun }: Acted): Record<string, string> =>
  Object.fromEntries((chainRun?.steps ?? []).map(({ step, status }) => [step, status]));
