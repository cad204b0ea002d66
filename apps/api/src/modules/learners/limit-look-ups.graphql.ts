import { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { identityOf } from '../../acts/run-act.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';

/**
 * How often one principal may look for a learner by identifier within an hour. A mask leaves about nine hundred identifiers
 * possible: who could ask for each of them would read it in the clear, without a reason that is kept (S1.26, X4).
 */
export const MOST_LOOK_UPS_AN_HOUR = 30;

const limiters = new WeakMap<GraphqlContext['database'], RateLimiterMemory>();

function limiterOf(database: GraphqlContext['database']): RateLimiterMemory {
  const limiter = limiters.get(database) ?? new RateLimiterMemory({ points: MOST_LOOK_UPS_AN_HOUR, duration: 3600 });
  limiters.set(database, limiter);
  return limiter;
}

/** Rows and their total are one look-up. */
const lookedUp = perOperation(() => new Map<string, Promise<unknown>>());

/** Counts a look-up by identifier, in this process. Throws a `GraphQLError` with the code RATE_LIMITED where there were too many. */
export async function countLookUp(identifier: string | null | undefined, context: GraphqlContext): Promise<void> {
  if (identifier == null) return;
  const known = lookedUp(context);
  const hash = context.identifiers.hash(identifier);
  const counted = known.get(hash) ?? limiterOf(context.database).consume(identityOf(principalOf(context)));
  known.set(hash, counted);
  try {
    await counted;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw tooMany(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
  }
}

const tooMany = (seconds: number): GraphQLError =>
  new GraphQLError(`You have looked for ${MOST_LOOK_UPS_AN_HOUR} identifiers within an hour, and more are not looked for.`, {
    extensions: {
      code: 'RATE_LIMITED',
      remedy: 'Go on in an hour, or look for the learners by name or e-mail address.',
      retryAfter: seconds,
      http: { status: 429, headers: { 'retry-after': String(seconds) } },
    },
  });
