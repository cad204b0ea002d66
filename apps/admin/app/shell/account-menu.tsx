import { Form, useLocation } from '@remix-run/react';
import { CircleUser } from 'lucide-react';
import { ACCOUNT, SIGN_OUT, THEME } from '~/links';
import { COLOR_SCHEMES } from '~/theme/color-scheme';
import { DropDown } from '~/ui/drop-down';

const THEMES = { auto: 'Colours of the system', light: 'Light colours', dark: 'Dark colours' } as const;

/** Who is signed in, the colours, and the way out. */
export function AccountMenu({ viewer, roles }: { viewer: { name: string; email: string }; roles: string[] }) {
  const { pathname, search } = useLocation();
  return (
    <DropDown label={<CircleUser size={20} aria-hidden />} title={`Account of ${viewer.name}`} end>
      <p>
        <strong>{viewer.name}</strong>
        {viewer.name !== viewer.email && <small>{viewer.email}</small>}
        <small>{roles.join(', ')}</small>
      </p>
      <a href={ACCOUNT}>Password, two steps, sessions</a>
      <Form method="post" action={THEME} preventScrollReset>
        <input type="hidden" name="next" value={`${pathname}${search}`} />
        {COLOR_SCHEMES.map((scheme) => (
          <button key={scheme} type="submit" name="theme" value={scheme}>
            {THEMES[scheme]}
          </button>
        ))}
      </Form>
      <form method="post" action={SIGN_OUT}>
        <button type="submit">Sign out</button>
      </form>
    </DropDown>
  );
}
