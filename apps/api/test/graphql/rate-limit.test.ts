import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createRateLimit, networkOf, RateLimitedError } from '../../src/graphql/rate-limit.js';
import { createLogger } from '../../src/logger.js';
import { openRedisServer, type RedisServer } from '../events/redis-server.js';
import { somebody } from '../support/known-callers.js';

const lines: Record<string, unknown>[] = [];
const log = createLogger({ level: 'info', destination: { write: (line) => void lines.push(JSON.parse(line)) } });
const ana = somebody('00000000-0000-4000-8000-000000000001', 'every', 'admin');

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:0db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('the address %s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('points are taken, refused and left as they were', async () => {
  const rates = createRateLimit({ perMinute: 10, redisUrl: null, log });
  const allowance = rates.of(ana, '192.0.2.7');
  expect(await allowance.spend(4)).toEqual({ limit: 10, remaining: 6, reset: 60 });
  await expect(allowance.spend(7)).rejects.toThrow(RateLimitedError);
  expect(await rates.of(ana, 'elsewhere').spend(6)).toMatchObject({ remaining: 0 });
  await expect(allowance.spend(1)).rejects.toThrow('This would cost 1 point, and 0 of 10 are left.');
  rates.close();
});

test('where Redis does not answer, each process counts for itself, and says so once', async () => {
  const rates = createRateLimit({ perMinute: 10, redisUrl: 'redis://127.0.0.1:1', log });
  expect(await rates.of(ana, '').spend(4)).toMatchObject({ remaining: 6 });
  expect(await rates.of(ana, '').spend(4)).toMatchObject({ remaining: 2 });
  await vi.waitFor(() => expect(lines).toContainEqual(expect.objectContaining({ event: 'rate_limit_store_lost' })));
  rates.close();
});

const redis: RedisServer | null = await openRedisServer();
describe.skipIf(redis === null)('in Redis', () => {
  let [one, two]: ReturnType<typeof createRateLimit>[] = [];
  beforeAll(() => {
    [one, two] = [0, 1].map(() => createRateLimit({ perMinute: 10, redisUrl: redis?.url ?? '', log }));
  });
  afterAll(async () => {
    one?.close();
    two?.close();
    await redis?.stop();
  });

  test('processes count together', async () => {
    const bea = somebody(crypto.randomUUID(), 'every', 'admin');
    // Until its connection stands, a process counts for itself.
    await vi.waitFor(async () => {
      const before = await one?.of(bea, '').spend(0);
      expect(await two?.of(bea, '').spend(1)).toMatchObject({ remaining: (before?.remaining ?? 0) - 1 });
      expect(await one?.of(bea, '').spend(0)).toMatchObject({ remaining: (before?.remaining ?? 0) - 1 });
    });
  });
});
