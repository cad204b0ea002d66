import { isIPv6 } from 'node:net';
import type { Principal } from '@rollcall/domain/permission/principal';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';

/** Seconds after the first point was spent until all are there again. */
const WINDOW_SECONDS = 60;
/** Those who say nothing about themselves may ask for little, so they get this part of what others get. */
const ANONYMOUS_SHARE = 10;
/** A store that takes longer is passed over: each process then counts for itself. */
const STORE_PATIENCE_MS = 500;

/** How much is left to spend. */
export interface RateState {
  limit: number;
  remaining: number;
  /** Seconds until `limit` is there again. */
  reset: number;
}

/** What one caller may spend. */
export interface Allowance {
  /** Takes points. Throws `RateLimitedError` where there are not so many left, and then takes none but the first. */
  spend(points: number): Promise<RateState>;
}

export interface RateLimit {
  /** That of a user, key or token, wherever it is used from; of an address where nobody said who they are. */
  of(principal: Principal | null, from: string): Allowance;
  close(): void;
}

export class RateLimitedError extends Error {
  constructor(
    readonly state: RateState,
    readonly asked: number,
  ) {
    super(`This would cost ${asked} ${asked === 1 ? 'point' : 'points'}, and ${state.remaining} of ${state.limit} are left.`);
    this.name = 'RateLimitedError';
  }
}

/** Points per minute, counted in this process, or in Redis for all processes where `redisUrl` names one (docs/decisions/0027). */
export function createRateLimit(options: { perMinute: number; redisUrl: string | null; log: Logger }): RateLimit {
  const { perMinute, redisUrl, log } = options;
  const redis = redisUrl === null ? null : openRedis(redisUrl, log);
  const known = createLimiter('api', perMinute, redis);
  const anonymous = createLimiter('api-address', Math.ceil(perMinute / ANONYMOUS_SHARE), redis);
  return {
    of: (principal, from) =>
      principal === null
        ? allowanceOf(anonymous, networkOf(from))
        : allowanceOf(known, `${principal.kind}:${principal.id ?? principal.name}`),
    close: () => redis?.disconnect(),
  };
}

type Limiter = RateLimiterMemory | RateLimiterRedis;

function createLimiter(keyPrefix: string, points: number, redis: Redis | null): Limiter {
  const counted = { keyPrefix: `rollcall-${keyPrefix}`, points, duration: WINDOW_SECONDS };
  const memory = new RateLimiterMemory(counted);
  if (!redis) return memory;
  return new RateLimiterRedis({ ...counted, storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter: memory });
}

function allowanceOf(limiter: Limiter, key: string): Allowance {
  return {
    async spend(points) {
      try {
        return stateOf(limiter.points, await limiter.consume(key, points));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // What is not done is not paid for: else asking again would only push the end away.
        const state = points > 1 ? await limiter.reward(key, points) : refusal;
        throw new RateLimitedError(stateOf(limiter.points, state), points);
      }
    },
  };
}

const stateOf = (limit: number, { consumedPoints, msBeforeNext }: RateLimiterRes): RateState => ({
  limit,
  remaining: Math.max(limit - consumedPoints, 0),
  reset: Math.max(Math.ceil(msBeforeNext / 1000), 1),
});

/** An address as it counts: one subscriber's IPv6 addresses are a whole /64. */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  const inside = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (inside !== undefined) return inside;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const all = tail === undefined ? groups : [...groups, ...Array<string>(8 - groups.length - rest.length).fill('0'), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function openRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: STORE_PATIENCE_MS });
  let lost = false;
  // Each attempt to connect fails with an event of its own; one line tells as much as a thousand.
  redis.on('error', (error: unknown) => {
    if (!lost)
      log.warn(
        { event: 'rate_limit_store_lost', failure: loggableError(error) },
        'Redis does not answer; each process counts for itself',
      );
    lost = true;
  });
  redis.on('ready', () => {
    lost = false;
  });
  return redis;
}
