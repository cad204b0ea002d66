import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ACTION_NAMES, ACTIONS } from '@rollcall/domain/permission/actions';
import { ROLE_ACTIONS, ROLES } from '@rollcall/domain/permission/roles';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REFUSAL_CODES } from '../../src/acts/act-refusal.js';
import { requiredAction } from '../../src/graphql/forbidden.js';
import { MAX_TOKENS } from '../../src/graphql/limit-nesting.js';
import * as limits from '../../src/graphql/page-limits.js';
import { schema } from '../../src/graphql/schema.js';
import { OPERATION_TIME_MS } from '../../src/graphql/time-limit.js';
import { MOST_COUNTED } from '../../src/graphql/total-count.js';
import { GRAPHQL_ERRORS } from '../../src/modules/error-catalogue/api-errors.js';
import { WEBHOOK_KINDS } from '../../src/modules/webhooks/webhook-kinds.js';
import { readSettings } from '../../src/settings/settings.js';
import { API_DOCUMENT, blocksOf, tableOf } from './read-document.js';
import { EXAMPLES, runShell } from './run-example.js';
import { type ServedNight, serveNight } from './served-night.js';

const LANGUAGES: Record<string, string> = { '.sh': 'sh', '.mjs': 'js', '.html': 'html' };
const files = readdirSync(EXAMPLES).map((name) => ({ name, text: readFileSync(path.join(EXAMPLES, name), 'utf8') }));

/** How the table of actions writes whose rows a role reaches. */
const markOf = (extent: 'all' | 'own' | undefined) => (extent === 'all' ? 'yes' : (extent ?? ''));

describe('docs/api.md shows', () => {
  test.each(files)('docs/examples/$name, letter by letter', ({ name, text }) => {
    expect(blocksOf(LANGUAGES[path.extname(name)] ?? '')).toContain(text);
    expect(API_DOCUMENT).toContain(`[\`docs/examples/${name}\`](examples/${name}):`);
  });

  test('X6 every action, and which roles may do it', () => {
    expect(tableOf('Action', 'What', 'admin')).toEqual(
      ACTION_NAMES.map((action) => [
        action,
        ACTIONS[action].replace(/\.$/, ''),
        ...ROLES.map((role) => markOf(ROLE_ACTIONS[role][action])),
      ]),
    );
  });

  test('every act with the action that it needs', () => {
    const mutation = schema.getMutationType();
    const acts = Object.keys(mutation?.getFields() ?? {}).toSorted();
    expect(tableOf('Act', 'Action')).toEqual(acts.map((act) => [act, requiredAction(mutation, act)]));
  });

  test('every expected failure, every code and every kind of message', () => {
    expect(tableOf('Code', 'Type', 'Meaning').map(([code]) => code)).toEqual(Object.keys(REFUSAL_CODES));
    expect(tableOf('Code', 'Meaning', 'What to do').map(([code]) => code)).toEqual(
      expect.arrayContaining(Object.keys(GRAPHQL_ERRORS)),
    );
    expect(WEBHOOK_KINDS.filter((kind) => !API_DOCUMENT.includes(`\`${kind}\``))).toEqual([]);
  });

  test('every limit as it is', () => {
    const rate = readSettings({}).graphql.ratePerMinute;
    const wanted = [
      limits.MAX_PAGE_SIZE,
      limits.MAX_TEXT,
      limits.MAX_COST,
      limits.MAX_ROWS,
      limits.MAX_FIELDS,
      limits.MAX_DEPTH,
      limits.MAX_ALIASES,
      limits.MAX_ACTS,
      limits.MAX_NESTING,
      MAX_TOKENS,
      100_000,
      OPERATION_TIME_MS / 1000,
      rate,
    ];
    expect(tableOf('Limit', 'Most').map(([, most]) => most)).toEqual(wanted.map((most) => most.toLocaleString('en-GB')));
    expect(API_DOCUMENT).toContain(`Up to ${MOST_COUNTED.toLocaleString('en-GB')} it is exact`);
  });
});

/** Operations as they stand, those in the words of the demo's provider about the one that is here. */
const operations = blocksOf('graphql')
  .filter((text) => /^(\{|query|mutation|subscription)/.test(text))
  .map((text) => {
    const document = parse(text);
    return {
      text,
      kind: getOperationAST(document)?.operation,
      title: text
        .split(/[({\s]+/)
        .filter(Boolean)
        .slice(0, 2)
        .join(' '),
    };
  });
const DEMO_PROVIDER = 'T26ZZ0001K';

describe('what docs/api.md asks is answered', () => {
  let night: ServedNight;
  const about = (text: string) => text.replaceAll(DEMO_PROVIDER, night.uen);
  beforeAll(async () => {
    night = await serveNight();
    await night.runChain();
  });
  afterAll(() => night.close());

  test.each(operations.filter(({ kind }) => kind !== OperationTypeNode.SUBSCRIPTION))('$kind $title', async ({ text }) => {
    const answer = await night.ask<Record<string, unknown>>(about(text));
    expect(Object.values(answer).filter((value) => value === null)).toEqual([]);
  });

  test.each(operations.filter(({ kind }) => kind === OperationTypeNode.SUBSCRIPTION))('$title', async ({ text }) => {
    const abort = new AbortController();
    const response = await fetch(`${night.url}/graphql?query=${encodeURIComponent(about(text))}`, {
      headers: { accept: 'text/event-stream', 'x-api-key': night.key },
      signal: abort.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/event-stream')]);
    abort.abort();
  });

  const shell = blocksOf('sh').filter((text) => files.every((file) => file.text !== text));
  test.each(shell.map((text) => ({ text, title: text.split('\n')[0]?.slice(0, 60) })))('$title', async ({ text }) => {
    const run = runShell(about(text), { API: night.url, KEY: night.key, EXTERNAL_KEY: night.externalKey });
    expect([await run.ended, run.stderr]).toEqual([0, '']);
    expect(run.stdout).not.toBe('');
    expect(run.stdout).not.toMatch(/"errors":\[\{|"error":\{/);
  });
});
