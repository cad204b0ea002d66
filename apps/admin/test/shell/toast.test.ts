import { expect, test } from 'vitest';
import { readToast, redirectWithToast } from '~/shell/toast.server';

const http = { secureCookies: false };
const https = { secureCookies: true };
const withCookie = (cookie: string) => new Request('http://console.invalid/', { headers: { cookie } });
const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

test('is told once: the page after the act reads it, and forgets it', async () => {
  const answer = await redirectWithToast(http, '/p/X', {
    message: 'Aminah was removed.',
    undo: { label: 'Undo', action: '/p/X/course-runs/1/enrolments/2/reassign', fields: { enrolmentId: '2' } },
  });
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('/p/X');
  const { toast, headers } = await readToast(withCookie(cookieOf(answer)), http);
  expect(toast).toMatchObject({ message: 'Aminah was removed.', tone: 'good', undo: { fields: { enrolmentId: '2' } } });
  expect(new Headers(headers).get('set-cookie')).toContain('Max-Age=0');
});

test('with warnings is told as one', async () => {
  const answer = await redirectWithToast(http, '/', { message: 'Assigned.', notes: ['She teaches another run that day.'] });
  expect((await readToast(withCookie(cookieOf(answer)), http)).toast?.tone).toBe('warn');
});

test.each(['toast=', 'toast=%%%', `toast=${btoa('{"message":1}')}`, 'other=1'])(
  'a bent cookie %s counts as none',
  async (cookie) => {
    expect((await readToast(withCookie(cookie), http)).toast).toBeNull();
  },
);

test('a way back that leads to another site leads home', async () => {
  const undo = { label: 'Undo', action: 'https://evil.example.org', fields: {} };
  const answer = await redirectWithToast(http, '/', { message: 'x', undo });
  expect((await readToast(withCookie(cookieOf(answer)), http)).toast?.undo?.action).toBe('/');
});

test('one that somebody else made counts as none: its way back would act in the reader’s name', async () => {
  const undo = { label: 'Close', action: '/p/X/settings/users/1/roles', fields: { roles: 'admin' } };
  const made = btoa(JSON.stringify({ id: '1', message: 'x', tone: 'good', undo }));
  expect((await readToast(withCookie(`toast=${encodeURIComponent(made)}`), http)).toast).toBeNull();
  expect((await readToast(withCookie(`toast=${encodeURIComponent(`${made}.c2lnbmVk`)}`), http)).toast).toBeNull();
});

test('is sent by https alone where people come by https, when it is told and when it is forgotten', async () => {
  for (const [context, expected] of [
    [https, true],
    [http, false],
  ] as const) {
    const answer = await redirectWithToast(context, '/', { message: 'x' });
    const { headers } = await readToast(withCookie(cookieOf(answer)), context);
    for (const one of [answer.headers, new Headers(headers)])
      expect((one.get('set-cookie') ?? '').split('; ').includes('Secure')).toBe(expected);
  }
});
