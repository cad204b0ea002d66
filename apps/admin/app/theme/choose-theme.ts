import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { localPath } from '~/shell/local-path';
import { readColorScheme } from './color-scheme';
import { themeCookie } from './theme-cookie.server';

/** Light, dark, or what the system says. A form, so that it needs no script. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return redirect(localPath(form.get('next')), {
    headers: { 'set-cookie': themeCookie(readColorScheme(form.get('theme')), context.secureCookies) },
  });
}

export const loader = () => redirect('/');
