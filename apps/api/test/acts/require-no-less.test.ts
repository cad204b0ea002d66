import type { Grant } from '@rollcall/domain/permission/principal';
import { GraphQLInputObjectType, GraphQLNonNull, GraphQLUnionType, getNamedType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { requireNoLess } from '../../src/acts/require-no-less.js';
import { schema } from '../../src/graphql/schema.js';

const admin: Grant = { providerId: 'a', roles: ['admin'] };
const trainer: Grant = { providerId: 'a', roles: ['trainer'] };
const key: Grant = { providerId: 'a', roles: ['integrator'], only: ['enrolment.read', 'course_run.read'] };
const ask = (then: Grant[], now: Grant[]) => () =>
  requireNoLess({ kind: 'user', id: 'somebody', name: 'somebody@example.org', grants: now }, then);

describe('S1.25 an answer that was kept is told again', () => {
  test.each<[string, Grant[], Grant[]]>([
    ['who may do the same', [admin, { ...trainer, providerId: 'b' }], [{ ...trainer, providerId: 'b' }, admin]],
    ['who may do more by now', [trainer], [admin, { ...admin, providerId: 'b' }]],
    ['who may do it at every provider by now', [admin], [{ ...admin, providerId: 'every' }]],
    ['who could do nothing', [], [trainer]],
  ])('to %s', (_what, then, now) => {
    expect(ask(then, now)).not.toThrow();
  });

  test.each<[string, Grant[], Grant[]]>([
    ['lost a role', [admin], [trainer]],
    ['may do it with their own alone', [{ ...admin, only: ['course_run.read'] }], [{ ...trainer, only: ['course_run.read'] }]],
    ['lost a provider', [admin, { ...admin, providerId: 'b' }], [{ ...admin, providerId: 'b' }]],
    ['may do it at some providers alone', [{ ...admin, providerId: 'every' }], [admin]],
    ['has a narrower key', [key], [{ ...key, only: ['course_run.read'] }]],
    ['may do nothing any more', [admin], []],
  ])('not to who %s', (_what, then, now) => {
    expect(ask(then, now)).toThrow(expect.objectContaining({ code: 'FORBIDDEN', remedy: expect.stringMatching(/\w/) }));
  });
});

test('every act that takes an idempotency key can answer that it is refused', () => {
  const unable = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ args, type }) => {
    const [input] = args.map((arg) => getNamedType(arg.type));
    if (!(input instanceof GraphQLInputObjectType) || !('idempotencyKey' in input.getFields())) return false;
    const result = type instanceof GraphQLNonNull ? type.ofType : type;
    return !(result instanceof GraphQLUnionType && result.getTypes().some(({ name }) => name === 'ForbiddenError'));
  });
  expect(unable.map(({ name }) => name)).toEqual([]);
});
