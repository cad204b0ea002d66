/** The console: whether it runs beside the API, and where people find it. */
export interface AdminSettings {
  /** Whether `npm start` runs it. */
  start: boolean;
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** The address people open, without a slash at its end; null where there is no console. */
  url: string | null;
  /** The file that node runs; null: the console of this repository. */
  program: string | null;
  /** What a console that runs elsewhere proves itself by; null: what `npm start` makes from the secret key. */
  key: string | null;
}

interface AdminValues {
  ROLLCALL_ADMIN: boolean;
  ADMIN_PORT: number;
  ADMIN_HOST: string;
  ADMIN_URL?: string | undefined;
  ADMIN_PROGRAM?: string | undefined;
  ADMIN_KEY?: string | undefined;
  PUBLIC_URL?: string | undefined;
}

/** Settings of the console from checked variables. */
export function adminSettings(values: AdminValues): AdminSettings {
  return {
    start: values.ROLLCALL_ADMIN,
    port: values.ADMIN_PORT,
    host: values.ADMIN_HOST,
    url: consoleUrl(values),
    program: values.ADMIN_PROGRAM ?? null,
    key: values.ADMIN_KEY ?? null,
  };
}

/** Behind a proxy that ends TLS, console and API are reached by one name unless the console has one of its own. */
function consoleUrl({
  ROLLCALL_ADMIN: starts,
  ADMIN_PORT: port,
  ADMIN_URL: given,
  PUBLIC_URL: publicUrl,
}: AdminValues): string | null {
  if (given !== undefined) return given.replace(/\/$/, '');
  if (!starts) return null;
  return publicUrl?.startsWith('https:') ? publicUrl.replace(/\/$/, '') : `http://localhost:${port}`;
}
