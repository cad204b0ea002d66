/** One thing that must work before a sync can. */
export interface PreflightCheck {
  name: 'database' | 'migrations' | 'provider' | 'SSG credentials' | 'encryption' | 'clock';
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  message: string;
  /** What to do next; null where nothing is wrong. */
  remedy: string | null;
  /** How long it took; 0 for what was not done. */
  durationMs: number;
}

/** What a check found, before it is known how long it took. */
export type Finding = Omit<PreflightCheck, 'durationMs'>;

/** Does a check and takes its time. */
export async function timed(check: () => Promise<Finding>): Promise<PreflightCheck> {
  const begun = performance.now();
  const finding = await check();
  return { ...finding, durationMs: Math.round(performance.now() - begun) };
}

export const ok = (name: Finding['name'], message: string): Finding => ({
  name,
  status: 'ok',
  message,
  remedy: null,
});

export const failed = (name: Finding['name'], message: string, remedy: string): Finding => ({
  name,
  status: 'failed',
  message,
  remedy,
});

/** A check that was not done, because another one failed. */
export const skipped = (name: Finding['name'], message: string): PreflightCheck => ({
  name,
  status: 'skipped',
  message,
  remedy: null,
  durationMs: 0,
});
