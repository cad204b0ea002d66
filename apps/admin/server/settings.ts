import { z } from 'zod';

/** How the console is told where it is and whom it asks. */
export interface Settings {
  host: string;
  port: number;
  /** The API's address as this process reaches it, without a slash at its end. */
  apiUrl: string;
  /** The address people open. Its host is the only one that forms may come from, besides the one that was asked. */
  publicUrl: URL;
  /** How many proxies stand before the console; their `x-forwarded-*` are believed. */
  trustProxy: number;
  /** Shared with the API: who has it may say for whom it asks. Without it all visitors count as one. */
  key: string | null;
  logLevel: string;
}

const httpUrl = z.url({ protocol: /^https?$/ });

const Environment = z.object({
  ADMIN_HOST: z.string().min(1).default('127.0.0.1'),
  ADMIN_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  ADMIN_URL: httpUrl.optional(),
  API_URL: httpUrl.default('http://127.0.0.1:4000'),
  ADMIN_KEY: z.string().min(16).optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** Throws an error that names every wrong variable and what it must be. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const read = Environment.safeParse(given);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The console cannot start with these settings. ${faults.join('; ')}.`);
  }
  const {
    ADMIN_HOST: host,
    ADMIN_PORT: port,
    ADMIN_URL: url,
    API_URL: api,
    TRUST_PROXY: trustProxy,
    ADMIN_KEY: key = null,
    LOG_LEVEL: logLevel,
  } = read.data;
  return {
    host,
    port,
    apiUrl: api.replace(/\/+$/, ''),
    publicUrl: new URL(url ?? `http://localhost:${port}`),
    trustProxy,
    key,
    logLevel,
  };
}
