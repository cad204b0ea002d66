import type { CallLimiter } from '@rollcall/ssg/call-limiter';

/** A limiter that tells of every call it lets out: a slot is the one thing each HTTP attempt has, tokens included. */
export function countCalls(limiter: CallLimiter, onCall: (() => void) | undefined): CallLimiter {
  if (!onCall) return limiter;
  return {
    ...limiter,
    acquire: async (call, signal) => {
      await limiter.acquire(call, signal);
      onCall();
    },
  };
}
