import type { Principal } from '@rollcall/domain/permission/principal';
import { expect, test, vi } from 'vitest';
import { createPrincipalRenewal } from '../../src/graphql/renew-principal.js';
import { somebody } from '../support/known-callers.js';

const ana = somebody('00000000-0000-4000-8000-000000000001', 'every', 'admin');
const LONG = 3_600_000;

function renewalOf(answer: (principal: Principal) => Promise<Principal | null>, renewAfterMs = LONG) {
  const refresh = vi.fn<typeof answer>(answer);
  return { refresh, renew: createPrincipalRenewal({ authenticator: { refresh }, renewAfterMs }) };
}

test('one question at a time, and then an answer at once', async () => {
  const { refresh, renew } = renewalOf(async (principal) => principal);
  await expect(Promise.all([renew(ana), renew(ana)])).resolves.toEqual([ana, ana]);
  expect(renew(ana)).toBe(ana);
  expect(refresh).toHaveBeenCalledTimes(1);
});

test('asked again when the time is over', async () => {
  const { refresh, renew } = renewalOf(async (principal) => principal, 0);
  await renew(ana);
  await renew(ana);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('two sessions of one person are two, one key is one wherever it is used', async () => {
  const people = renewalOf(async (principal) => (principal === ana ? null : principal));
  const elsewhere = { ...ana };
  expect(await people.renew(ana)).toBeNull();
  expect(await people.renew(elsewhere)).toBe(elsewhere);
  const keys = renewalOf(async (principal) => principal);
  const key: Principal = { ...ana, kind: 'api_key' };
  await keys.renew(key);
  await keys.renew({ ...key });
  expect(keys.refresh).toHaveBeenCalledTimes(1);
});

test('what could not be found out is not taken for an answer', async () => {
  const { refresh, renew } = renewalOf(async (principal) => {
    if (refresh.mock.calls.length === 1) throw new Error('the database is away');
    return principal;
  });
  await expect(renew(ana)).rejects.toThrow('the database is away');
  expect(await renew(ana)).toBe(ana);
});
