/** Paces calls to SSG. The client asks for a slot before every HTTP attempt, token minting included (S0.34, bug 22). */
export interface CallLimiter {
  /** Resolves when the attempt may go out; rejects when the signal fires. */
  acquire(call: { operation: string; attempt: number }, signal?: AbortSignal): Promise<void>;
  /** SSG asked for a pause: nobody should get a slot for this long. Resolves once that is noted, not once it is over. */
  pauseFor?(milliseconds: number): Promise<void>;
}

/** Lets everything through: for tests, and for hosts that need no pacing. */
export const UNLIMITED: CallLimiter = { acquire: async () => undefined };
