import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLEnumType, isEnumType } from 'graphql';
import { expect, test } from 'vitest';
import { SCOPES, sayScope, scopeGroups, scopesIn } from '~/settings/api-keys/scopes.server';

const schema = buildSchema(readFileSync(new URL('../../../api/schema.graphql', import.meta.url), 'utf8'));

function valuesOf(type: unknown): string[] {
  if (!isEnumType(type)) throw new Error('Permission is no enum of the schema.');
  return (type as GraphQLEnumType).getValues().map(({ name }) => name);
}

test('X6 the form offers every scope that a key may have, each once', () => {
  expect([...SCOPES].sort()).toEqual(valuesOf(schema.getType('Permission')).sort());
});

test('each scope is said by its action', () => {
  expect(sayScope('COURSE_RUN_ASSIGN_TRAINER')).toEqual({
    name: 'course_run.assign_trainer',
    sentence: 'Assign, remove and reorder the trainers of a run.',
  });
  for (const scope of SCOPES) expect(sayScope(scope).sentence).not.toBe('');
});

test('nobody is offered to give more than they have', () => {
  const groups = scopeGroups((permission) => permission === 'webhook.read');
  expect(groups.map(({ title, choices }) => [title, choices.map(({ value }) => value)])).toEqual([
    ['Provider, files and webhooks', ['WEBHOOK_READ']],
  ]);
});

test('what is ticked and no scope is left out', () => {
  const form = new FormData();
  for (const scope of ['SYNC_READ', 'USER_MANAGE', 'COURSE_READ']) form.append('scopes', scope);
  expect(scopesIn(form)).toEqual(['COURSE_READ', 'SYNC_READ']);
});
