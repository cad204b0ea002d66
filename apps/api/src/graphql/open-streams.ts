import type { Principal } from '@rollcall/domain/permission/principal';
import { GraphQLError } from 'graphql';
import { identityOf } from '../acts/run-act.js';
import { MAX_STREAMS } from './page-limits.js';

/** How many subscriptions each caller has open in this process, over whichever connections. */
export class OpenStreams {
  private readonly counts = new Map<string, number>();

  constructor(private readonly most = MAX_STREAMS) {}

  /**
   * Counts one more, and answers what to call when it ends; called twice, it counts once. Throws a `GraphQLError` with the
   * code TOO_MANY_SUBSCRIPTIONS where the caller has as many as they may have.
   *
   * @param principal null: nobody said who they are; those count together
   */
  open(principal: Principal | null): () => void {
    const caller = principal ? identityOf(principal) : 'nobody';
    const count = this.counts.get(caller) ?? 0;
    if (count >= this.most) throw tooMany(this.most);
    this.counts.set(caller, count + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      const left = (this.counts.get(caller) ?? 1) - 1;
      if (left > 0) this.counts.set(caller, left);
      else this.counts.delete(caller);
    };
  }
}

const tooMany = (most: number): GraphQLError =>
  new GraphQLError(`You have ${most} subscriptions open, which is as many as one caller may have.`, {
    extensions: {
      code: 'TOO_MANY_SUBSCRIPTIONS',
      remedy: 'End those that nobody reads; one subscription can follow many runs.',
      http: { status: 429 },
    },
  });
