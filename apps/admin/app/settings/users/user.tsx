import type { MetaFunction } from '@remix-run/node';
import { Link, Outlet, useLoaderData } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { Facts } from '~/ui/facts';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { Section } from '~/ui/section';
import { BackLink } from '../back-link';
import { sayRoles } from './role-words';
import { readUser } from './user-document.server';
import { userLinks } from './user-links';
import { UserState } from './user-state';

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.user.name ?? 'User'} · Users · Rollcall` }];

export const loader = pageLoader(readUser);

export default function UserPage() {
  const { user, rolesHere } = useLoaderData<typeof loader>();
  const { links, name, uen, may } = useProvider();
  const to = userLinks(links, user.id);
  const elsewhere = user.roles.filter(({ provider }) => provider.uen !== uen);
  return (
    <>
      <BackLink to={links.users}>Users</BackLink>
      <Section
        title={user.name}
        beside={<UserState user={user} />}
        actions={
          may('user.manage') && (
            <>
              <ActLink to={to.roles}>Change roles</ActLink>
              {user.active && <ActLink to={to.passwordLink}>{user.signedUp ? 'Send a password link' : 'Invite again'}</ActLink>}
              {user.active ? (
                <ActLink to={to.deactivate}>Deactivate</ActLink>
              ) : (
                <ActLink to={to.reactivate}>Let sign in again</ActLink>
              )}
            </>
          )
        }
      >
        <Facts
          facts={[
            { term: 'E-mail', value: user.email },
            { term: `Roles at ${name}`, value: sayRoles(rolesHere) || 'none' },
            {
              term: 'Elsewhere',
              value:
                elsewhere.map(({ provider, roles }) => `${provider.name}: ${sayRoles(roles)}`).join('; ') ||
                'nothing that you see',
            },
            { term: 'Second factor', value: user.twoFactorEnabled ? 'on' : 'off' },
            { term: 'Since', value: <Moment at={user.createdAt} /> },
            ...(may('audit.read')
              ? [
                  {
                    term: 'What they did',
                    value: <Link to={links.audit(`actor=${encodeURIComponent(user.name)}`)}>in the audit</Link>,
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {user.installationAdmin && (
        <Notice tone="info" title="Administers the whole installation">
          Every provider, those to come included, whatever the roles here say.
        </Notice>
      )}
      <Outlet />
    </>
  );
}
