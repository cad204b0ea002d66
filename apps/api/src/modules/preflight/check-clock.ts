import type { Dependencies } from '../../dependencies.js';
import { ssgBaseUrl } from '../../upstream/ssg-source.js';
import { type Finding, ok } from './check.js';
import type { PreflightOptions } from './preflight-options.js';

const MOST_DIFFERENCE_MS = 2 * 60_000;

/** Compares this machine's clock with the Date header of SSG: tokens and "today" both depend on it. */
export async function checkClock(
  deps: Pick<Dependencies, 'settings' | 'now'>,
  { signal, callMs }: PreflightOptions,
): Promise<Finding> {
  const timeout = AbortSignal.timeout(Math.min(callMs ?? deps.settings.ssg.timeoutMs, 10_000));
  let date: string | null;
  try {
    // Any answer will do, a 404 too; redirects would compare with somebody else's clock.
    const answer = await fetch(ssgBaseUrl(deps.settings), {
      method: 'HEAD',
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    date = answer.headers.get('date');
  } catch (error) {
    signal?.throwIfAborted();
    return unknown(`SSG did not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return unknown('SSG sent no date');
  const difference = deps.now() - theirs;
  if (Math.abs(difference) <= MOST_DIFFERENCE_MS)
    return ok('clock', `within ${Math.max(1, Math.ceil(Math.abs(difference) / 1000))} s of SSG's`);
  const minutes = Math.round(Math.abs(difference) / 60_000);
  return {
    name: 'clock',
    status: 'warning',
    message: `This machine's clock is ${minutes} minutes ${difference > 0 ? 'ahead of' : 'behind'} SSG's.`,
    remedy: 'Let the machine set its clock by NTP: tokens may be taken as expired, and "today" may be the wrong day.',
  };
}

const unknown = (why: string): Finding => ({
  name: 'clock',
  status: 'warning',
  message: `Not compared: ${why}.`,
  remedy: 'Compare the clock by hand if the other checks pass.',
});
