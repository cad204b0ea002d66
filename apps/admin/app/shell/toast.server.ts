import { randomBytes, randomUUID } from 'node:crypto';
import { type AppLoadContext, createCookie, redirect } from '@remix-run/node';
import { z } from 'zod';
import { localPath } from './local-path';
import type { Toast } from './toast';

/**
 * Told once, on the next page. Signed, because a neighbour under the same domain may set cookies here, and a way back is a
 * form that acts in the reader's name. It lives a minute, so that a secret of this process is enough.
 */
const cookie = createCookie('toast', {
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  maxAge: 60,
  secrets: [randomBytes(32).toString('base64')],
});

const StoredToast = z.object({
  id: z.string(),
  message: z.string().max(500),
  tone: z.enum(['good', 'warn']),
  notes: z.array(z.string()).optional(),
  undo: z
    .object({ label: z.string(), action: z.string().transform(localPath), fields: z.record(z.string(), z.string()) })
    .optional(),
});

/** Where people come by https, the cookie never goes over a line without it. */
type Secured = Pick<AppLoadContext, 'secureCookies'>;

/** Ends an act: to a page that says what was done. @param undo an action's address and the form that takes it back */
export async function redirectWithToast(
  { secureCookies: secure }: Secured,
  to: string,
  toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] },
): Promise<Response> {
  const tone = toast.tone ?? (toast.notes && toast.notes.length > 0 ? 'warn' : 'good');
  return redirect(to, { headers: { 'set-cookie': await cookie.serialize({ ...toast, tone, id: randomUUID() }, { secure }) } });
}

/** The toast of the page before, and the header that forgets it. A cookie that somebody has bent counts as none. */
export async function readToast(
  request: Request,
  { secureCookies: secure }: Secured,
): Promise<{ toast: Toast | null; headers: HeadersInit }> {
  const header = request.headers.get('cookie');
  if (!header?.includes('toast=')) return { toast: null, headers: {} };
  const stored = StoredToast.safeParse(await cookie.parse(header));
  const headers = { 'set-cookie': await cookie.serialize('', { maxAge: 0, secure }) };
  return { toast: stored.success ? (stored.data as Toast) : null, headers };
}
