/** One thing that must work before a sync can. */
export interface PreflightCheck {
  name: 'database' | 'migrations' | 'provider' | 'SSG credentials' | 'encryption' | 'clock';
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  message: string;
  /** What to do next; null where nothing is wrong. */
  remedy: string | null;
}

export const ok = (name: PreflightCheck['name'], message: string): PreflightCheck => ({
  name,
  status: 'ok',
  message,
  remedy: null,
});

export const failed = (name: PreflightCheck['name'], message: string, remedy: string): PreflightCheck => ({
  name,
  status: 'failed',
  message,
  remedy,
});

export const skipped = (name: PreflightCheck['name'], message: string): PreflightCheck => ({
  name,
  status: 'skipped',
  message,
  remedy: null,
});
