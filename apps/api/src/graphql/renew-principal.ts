import type { Principal } from '@rollcall/domain/permission/principal';
import type { Authenticator } from '../access/authenticator.js';

/** How long what somebody may do is taken to be as it was. */
const RENEW_AFTER_MS = 1000;
/** Beyond this many, those who have not been asked after lately are forgotten. */
const MOST_REMEMBERED = 1000;

/**
 * What a principal may do as of a second ago at most, null for those who are nobody any more. A promise only where it must
 * be found out, so that most events of a stream wait for nothing.
 */
export type RenewPrincipal = (principal: Principal) => Principal | null | Promise<Principal | null>;

interface Renewal {
  /** Milliseconds of a clock that only goes forward. */
  askedAt: number;
  answer: Principal | null | Promise<Principal | null>;
}

/**
 * A key is asked after once for all its streams; a person or a token by where it was authenticated, since one session ends
 * without the others.
 */
export function createPrincipalRenewal(options: {
  authenticator: Pick<Authenticator, 'refresh'>;
  renewAfterMs?: number;
}): RenewPrincipal {
  const { authenticator, renewAfterMs = RENEW_AFTER_MS } = options;
  const keys = new Map<string, Renewal>();
  const others = new WeakMap<Principal, Renewal>();

  const ask = (principal: Principal, forget: () => void): Renewal => {
    const renewal: Renewal = {
      askedAt: performance.now(),
      answer: authenticator.refresh(principal).then(
        (answer) => (renewal.answer = answer),
        (error: unknown) => {
          forget();
          throw error;
        },
      ),
    };
    return renewal;
  };

  return (principal) => {
    const isKey = principal.kind === 'api_key';
    const name = principal.id ?? principal.name;
    const known = isKey ? keys.get(name) : others.get(principal);
    if (known && performance.now() - known.askedAt < renewAfterMs) return known.answer;
    if (!isKey) {
      const renewal = ask(principal, () => others.delete(principal));
      others.set(principal, renewal);
      return renewal.answer;
    }
    if (keys.size > MOST_REMEMBERED)
      for (const [key, { askedAt }] of keys) if (performance.now() - askedAt >= renewAfterMs) keys.delete(key);
    const renewal = ask(principal, () => keys.delete(name));
    keys.set(name, renewal);
    return renewal.answer;
  };
}
