import path from 'node:path';
import { z } from 'zod';
import { adminSettings } from './admin-settings.js';
import { type IdentitySettings, identityMistakes } from './identity-settings.js';

/** What one process may know of its surroundings. Read once at boot; nothing else in Rollcall reads the environment. */
export type Settings = ReturnType<typeof shape>;

/** Credentials of one SSG app. OAuth and certificate apps are different kinds of app on SSG's portal (ssg-api.md §1). */
export interface SsgCredentials {
  clientId: string | null;
  clientSecret: string | null;
  certificateFile: string | null;
  privateKeyFile: string | null;
  /** Base64 of 32 bytes; absent where SSG speaks plain JSON (OAuth apps, mock hosts). */
  encryptionKey: string | null;
}

/** One line per mistake, each with the variable, what is wrong and an example of what is right. */
export class SettingsError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(
      `The environment has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((line) => `  ${line}`).join('\n')}`,
    );
    this.name = 'SettingsError';
  }
}

const port = (fallback: number) =>
  z.coerce.number('must be a port number, for example 4000').int().min(0).max(65535).default(fallback);
const optional = z.string().trim().min(1).optional();
const key32 = (name: string) =>
  z
    .string()
    .refine(
      (text) => Buffer.from(text, 'base64').length === 32,
      `must be base64 of 32 bytes; make one with: openssl rand -base64 32`,
    )
    .optional()
    .describe(name);
const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be a URL, for example ${example}` }).optional();
/** Where people or machines reach something of ours. */
const site = (example: string) =>
  url(/^https?$/, example).refine(
    (text) => text === undefined || /^https?:\/\/[^/?#@]+\/?$/.test(text),
    `must be scheme, host and port alone, for example ${example}`,
  );
const listenAddress = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z.:-]+$/, 'must be an address to listen on, for example 127.0.0.1 or 0.0.0.0')
  .default('127.0.0.1');
const flag = (fallback: boolean) =>
  z
    .enum(['0', '1', 'true', 'false'], 'must be 0 or 1')
    .transform((text) => text === '1' || text === 'true')
    .default(fallback);

const optionalFlag = z
  .enum(['0', '1', 'true', 'false'], 'must be 0 or 1')
  .transform((text) => text === '1' || text === 'true')
  .optional();
/** As browsers send it: no path, no slash at the end, no port that goes without saying. */
const ORIGIN = /^https?:\/\/[a-z0-9.[\]:-]+$/;
const list = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim().toLowerCase())
        .filter(Boolean),
    )
    .pipe(z.array(item));

const Environment = z.object({
  APP_NAME: z.string().default('Rollcall'),
  ENVIRONMENT: z.enum(['local', 'staging', 'production'], 'must be local, staging or production').default('local'),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters; make one with: openssl rand -base64 48').optional(),
  IDENTIFIER_HASH_KEY: key32('keyed hash of NRIC/FIN'),
  IDENTIFIER_SEAL_KEY: key32('sealed value of NRIC/FIN'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgresql://rollcall:secret@db.example.org:5432/rollcall'),
  DATABASE_POOL_SIZE: z.coerce.number('must be a number of connections, for example 10').int().min(2).max(100).default(10),
  ROLLCALL_DATA_DIR: z.string().default('.data'),
  ROLLCALL_DEMO: flag(true),
  REDIS_URL: url(/^rediss?$/, 'redis://127.0.0.1:6379'),
  API_PORT: port(4000),
  API_HOST: listenAddress,
  PUBLIC_URL: site('https://rollcall.example.org'),
  ROLLCALL_ADMIN: flag(true),
  ADMIN_PORT: port(3000),
  ADMIN_HOST: listenAddress,
  ADMIN_URL: site('https://console.example.org'),
  ADMIN_PROGRAM: optional,
  ADMIN_KEY: z.string().trim().min(32, 'must have at least 32 characters; make one with: openssl rand -hex 24').optional(),
  TRUST_PROXY: z.coerce
    .number('must be the number of reverse proxies before Rollcall, for example 1')
    .int()
    .min(0)
    .max(10)
    .default(0),
  SESSION_HOURS: z.coerce.number('must be a number of hours, for example 12').min(0.1).max(720).default(12),
  OIDC_ISSUER: url(/^https?$/, 'https://login.example.org/realms/staff'),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_NAME: z.string().trim().min(1).max(60).default('single sign-on'),
  JWT_ISSUER: url(/^https?$/, 'https://login.example.org/realms/machines'),
  JWT_AUDIENCE: optional,
  JWT_JWKS_URL: url(/^https?$/, 'https://login.example.org/realms/machines/protocol/openid-connect/certs'),
  DEV_X_ROLE: flag(false),
  SSG_SIMULATOR_PORT: port(4010),
  EXTERNAL_API_KEY_FOR_CLAWDBOT: z
    .string()
    .trim()
    .min(16, 'must have at least 16 characters; make one with: openssl rand -hex 24')
    .optional(),
  SSG_BASE_URL: url(/^https?$/, 'https://uat-api.ssg-wsg.sg'),
  SSG_TOKEN_URL: url(/^https?$/, 'https://public-api.ssg-wsg.sg/dp-oauth/oauth/token'),
  SSG_ENV: z.enum(['sandbox', 'production'], 'must be sandbox or production').default('sandbox'),
  SSG_TIMEOUT_SECONDS: z.coerce.number('must be a number of seconds, for example 30').min(1).max(600).default(30),
  SSG_RATE_LIMIT_MS: z.coerce
    .number('must be milliseconds between two calls, for example 2000')
    .int()
    .min(0)
    .max(60_000)
    .optional(),
  SSG_CONCURRENCY: z.coerce.number('must be a number of runs in work at once, for example 4').int().min(1).max(32).default(4),
  SSG_API_VERSIONS: z
    .string()
    .optional()
    .transform((text, context): Record<string, string | null> => {
      try {
        return z.record(z.string(), z.string().nullable()).parse(JSON.parse(text ?? '{}'));
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'must be JSON of operation to version, for example {"enrolments.search":"v3.0"}',
        });
        return {};
      }
    }),
  SSG_CLIENT_ID: optional,
  SSG_CLIENT_SECRET: optional,
  SSG_CERTIFICATE_FILE: optional,
  SSG_PRIVATE_KEY_FILE: optional,
  SSG_AUTHORITY_FILE: optional,
  SSG_ENCRYPTION_KEY: key32('AES key of the SSG app'),
  SSG_WEBHOOK_SECRET: optional,
  JOBS_URL: url(/^(postgres(ql)?|mongodb(\+srv)?)$/, 'mongodb://jobs.example.org:27017/rollcall'),
  EVENTS_URL: url(/^rediss?$/, 'redis://events.example.org:6379'),
  API_RATE_PER_MINUTE: z.coerce
    .number('must be points a minute, for example 60000')
    .int()
    .min(100)
    .max(10_000_000)
    .default(60_000),
  CORS_ORIGINS: list(z.string().regex(ORIGIN, 'must be origins with commas between, for example https://console.example.org')),
  GRAPHQL_INTROSPECTION: optionalFlag,
  GRAPHIQL: optionalFlag,
  PERSISTED_OPERATIONS_FILE: optional,
  PERSISTED_OPERATIONS_ONLY: flag(false),
  WORKER_CONCURRENCY: z.coerce.number('must be a number of steps at once, for example 4').int().min(1).max(64).default(4),
  WORKER_LEASE_SECONDS: z.coerce.number('must be a number of seconds, for example 30').min(1).max(600).default(30),
  ALERT_EMAILS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((address) => address.trim().toLowerCase())
        .filter(Boolean),
    )
    .pipe(z.array(z.email('must be addresses with commas between, for example ops@example.org,lead@example.org'))),
  ALERT_FROM: z.string().trim().min(3).default('Rollcall <rollcall@localhost>'),
  SMTP_URL: url(/^smtps?$/, 'smtps://user:password@mail.example.org'),
  ALERT_WEBHOOK_URL: url(/^https?$/, 'https://hooks.example.org/rollcall'),
  ALERT_WEBHOOK_SECRET: z
    .string()
    .trim()
    .regex(
      /^whsec_[A-Za-z0-9+/=]{32,}$/,
      'must be whsec_ and base64 of at least 24 bytes; make one with: echo "whsec_$(openssl rand -base64 32)"',
    )
    .optional(),
});

const CREDENTIAL_VARIABLES = [
  'SSG_CLIENT_ID',
  'SSG_CLIENT_SECRET',
  'SSG_CERTIFICATE_FILE',
  'SSG_PRIVATE_KEY_FILE',
  'SSG_ENCRYPTION_KEY',
] as const;

/**
 * Reads and checks the environment (S1.12). An empty variable counts as absent, so that an `.env` copied from the
 * example works. Throws `SettingsError` with every mistake at once.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = Environment.safeParse(present);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const mistakes = [...wrong, ...contradictions(present)];
  if (mistakes.length > 0 || !parsed.success) throw new SettingsError(mistakes);
  return shape(parsed.data, credentialsByUen(present));
}

/** Mistakes that no single variable shows; told together with those that one does. */
function contradictions(present: Record<string, string | undefined>): string[] {
  const mistakes: string[] = identityMistakes(present);
  if (Boolean(present.SSG_CLIENT_ID) !== Boolean(present.SSG_CLIENT_SECRET))
    mistakes.push('SSG_CLIENT_ID and SSG_CLIENT_SECRET go together: set both or neither');
  if (Boolean(present.SSG_CERTIFICATE_FILE) !== Boolean(present.SSG_PRIVATE_KEY_FILE))
    mistakes.push('SSG_CERTIFICATE_FILE and SSG_PRIVATE_KEY_FILE go together: set both or neither');
  if (present.ALERT_WEBHOOK_URL?.startsWith('http:') && !/^http:\/\/(localhost|127\.|\[::1\])/.test(present.ALERT_WEBHOOK_URL))
    mistakes.push('ALERT_WEBHOOK_URL must begin with https: unless the receiver is on this machine');
  if (present.ALERT_WEBHOOK_URL && !present.ALERT_WEBHOOK_SECRET)
    mistakes.push('ALERT_WEBHOOK_SECRET must be set with ALERT_WEBHOOK_URL: receivers check by it that a message is ours');
  if (/^(1|true)$/.test(present.PERSISTED_OPERATIONS_ONLY ?? '') && !present.PERSISTED_OPERATIONS_FILE)
    mistakes.push('PERSISTED_OPERATIONS_FILE must be set with PERSISTED_OPERATIONS_ONLY: without a list nothing could be asked');
  if (present.ENVIRONMENT === 'staging' || present.ENVIRONMENT === 'production')
    for (const name of ['SECRET_KEY', 'IDENTIFIER_HASH_KEY', 'IDENTIFIER_SEAL_KEY', 'SSG_BASE_URL'])
      if (!present[name]) mistakes.push(`${name} must be set when ENVIRONMENT is ${present.ENVIRONMENT}`);
  return mistakes;
}

/** `SSG_CLIENT_ID__201003953Z` and its like: credentials for one provider where several share an installation (bug 26). */
function credentialsByUen(environment: Record<string, string | undefined>): Map<string, SsgCredentials> {
  const uens = new Set(
    Object.keys(environment).flatMap((name) =>
      CREDENTIAL_VARIABLES.filter((variable) => name.startsWith(`${variable}__`)).map((variable) =>
        name.slice(variable.length + 2),
      ),
    ),
  );
  return new Map([...uens].map((uen) => [uen, credentials((name) => environment[`${name}__${uen}`])]));
}

function credentials(read: (name: (typeof CREDENTIAL_VARIABLES)[number]) => string | undefined): SsgCredentials {
  return {
    clientId: read('SSG_CLIENT_ID') ?? null,
    clientSecret: read('SSG_CLIENT_SECRET') ?? null,
    certificateFile: read('SSG_CERTIFICATE_FILE') ?? null,
    privateKeyFile: read('SSG_PRIVATE_KEY_FILE') ?? null,
    encryptionKey: read('SSG_ENCRYPTION_KEY') ?? null,
  };
}

function shape(values: z.infer<typeof Environment>, byUen: Map<string, SsgCredentials>) {
  const admin = adminSettings(values);
  /** Without a slash at its end. */
  const publicUrl = values.PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${values.API_PORT}`;
  return {
    appName: values.APP_NAME,
    environment: values.ENVIRONMENT,
    logLevel: values.LOG_LEVEL,
    demo: values.ROLLCALL_DEMO,
    apiPort: values.API_PORT,
    apiHost: values.API_HOST,
    /** The API's own address, for machines. */
    publicUrl,
    admin,
    /** Where people are at home, and what links for them begin with: the console, or the API's pages where there is none. */
    peopleUrl: admin.url ?? publicUrl,
    /** How many reverse proxies stand before us, each of which adds the caller's address to `x-forwarded-for`. */
    trustProxy: values.TRUST_PROXY,
    identity: identityOf(values),
    externalApiKey: values.EXTERNAL_API_KEY_FOR_CLAWDBOT ?? null,
    dataDirectory: path.resolve(values.ROLLCALL_DATA_DIR),
    database: { url: values.DATABASE_URL ?? null, poolSize: values.DATABASE_POOL_SIZE },
    secrets: {
      secretKey: values.SECRET_KEY ?? null,
      identifierHashKey: values.IDENTIFIER_HASH_KEY ?? null,
      identifierSealKey: values.IDENTIFIER_SEAL_KEY ?? null,
    },
    /** Null: the job store is in the database. */
    jobsUrl: values.JOBS_URL ?? null,
    /** Null: events travel by the database's own notifications. */
    eventsUrl: values.EVENTS_URL ?? null,
    graphql: {
      /** What one principal may spend in a minute: a point for each request, and the cost of its operation. */
      ratePerMinute: values.API_RATE_PER_MINUTE,
      /** Origins of other sites whose pages may ask with the visitor's cookie. */
      corsOrigins: values.CORS_ORIGINS,
      introspection: values.GRAPHQL_INTROSPECTION ?? values.ENVIRONMENT !== 'production',
      graphiql: values.GRAPHIQL ?? values.ENVIRONMENT !== 'production',
      persistedOperations: {
        file: values.PERSISTED_OPERATIONS_FILE === undefined ? null : path.resolve(values.PERSISTED_OPERATIONS_FILE),
        only: values.PERSISTED_OPERATIONS_ONLY,
      },
    },
    worker: { concurrency: values.WORKER_CONCURRENCY, leaseMs: values.WORKER_LEASE_SECONDS * 1000 },
    alerts: {
      from: values.ALERT_FROM,
      emails: values.ALERT_EMAILS,
      smtpUrl: values.SMTP_URL ?? null,
      captureFile: path.resolve(values.ROLLCALL_DATA_DIR, 'mail.jsonl'),
      webhookUrl: values.ALERT_WEBHOOK_URL ?? null,
      webhookSecret: values.ALERT_WEBHOOK_SECRET ?? null,
    },
    ssg: {
      /** Null: the simulator on `simulatorPort` is spoken to. */
      baseUrl: values.SSG_BASE_URL ?? null,
      tokenUrl: values.SSG_TOKEN_URL ?? null,
      simulatorPort: values.SSG_SIMULATOR_PORT,
      environment: values.SSG_ENV,
      timeoutMs: values.SSG_TIMEOUT_SECONDS * 1000,
      /** S0.34: 2000 ms between calls to SSG. The simulator on this machine needs no such mercy. */
      rateLimitMs: values.SSG_RATE_LIMIT_MS ?? (values.SSG_BASE_URL ? 2000 : 20),
      concurrency: values.SSG_CONCURRENCY,
      apiVersions: values.SSG_API_VERSIONS,
      authorityFile: values.SSG_AUTHORITY_FILE ?? null,
      credentials: credentials((name) => values[name]),
      credentialsByUen: byUen,
    },
  };
}

function identityOf(values: z.infer<typeof Environment>): IdentitySettings {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  const { JWT_ISSUER: tokenIssuer, JWT_AUDIENCE: audience } = values;
  return {
    sessionMs: values.SESSION_HOURS * 3_600_000,
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret, name: values.OIDC_NAME } : null,
    bearer:
      tokenIssuer && audience
        ? {
            issuer: tokenIssuer,
            audience,
            keysUrl: values.JWT_JWKS_URL ?? `${tokenIssuer.replace(/\/$/, '')}/.well-known/jwks.json`,
          }
        : null,
    roleHeader: values.DEV_X_ROLE,
  };
}
