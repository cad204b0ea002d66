import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { CredentialsRefusedError } from './authenticator.js';

const ATTEMPTS = 20;
const SECONDS = 60;

/** Counts wrong keys and tokens by the caller's address, in this process. */
export interface AttemptLimit {
  /** Throws `CredentialsRefusedError` with `retryAfter` where the address has had its attempts. */
  requireLeft(from: string): Promise<void>;
  countWrong(from: string): Promise<void>;
}

/** Keys are too long to be guessed: this spares the database whoever tries. An address that is not known (empty) is not counted. */
export function createAttemptLimit(): AttemptLimit {
  const limiter = new RateLimiterMemory({ points: ATTEMPTS, duration: SECONDS });
  return {
    async requireLeft(from) {
      const used = from === '' ? null : await limiter.get(from);
      if (used && used.consumedPoints >= ATTEMPTS) throw tooMany(used);
    },
    async countWrong(from) {
      if (from !== '') await limiter.penalty(from);
    },
  };
}

function tooMany({ msBeforeNext }: RateLimiterRes): CredentialsRefusedError {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new CredentialsRefusedError(
    'There were too many wrong keys from this address.',
    `Wait ${seconds} seconds, and send a key that is valid.`,
    seconds,
  );
}
