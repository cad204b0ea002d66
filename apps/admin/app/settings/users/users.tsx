import { NativeSelect, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, Outlet, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { type Column, DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { PERSON_ROLES, ROLE_CHOICES, sayRoles } from './role-words';
import { UserFragment } from './user-document.server';
import { UserState } from './user-state';

const Filters = z.object({
  text: z.string().trim().max(100).optional(),
  role: z.enum(PERSON_ROLES).optional(),
  active: z.enum(['yes', 'no']).optional(),
});

const SettingsUsers = graphql(
  `
    query SettingsUsers($filter: UserFilter!, $first: Int, $after: String, $last: Int, $before: String) {
      users(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...SettingsUser
        }
      }
    }
  `,
  [UserFragment],
);

type User = ResultOf<typeof SettingsUsers>['users']['nodes'][number];

export const meta: MetaFunction = () => [{ title: 'Users · Settings · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { values, dropped } = readFilters(Filters, url);
  const { text, role, active } = values;
  const filter = { provider: uen, text, role, ...(active && { active: active === 'yes' }) };
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(SettingsUsers, { filter, ...page }));
  return { users: answer.users, values, dropped: [...dropped, ...cursor] };
});

export default function UsersPage() {
  const { users, values, dropped } = useLoaderData<typeof loader>();
  const { links, may, uen } = useProvider();
  const columns: Column<User>[] = [
    { key: 'name', title: 'Name', cell: ({ id, name }) => <Link to={links.user(id)}>{name}</Link> },
    { key: 'email', title: 'E-mail', cell: ({ email }) => email },
    {
      key: 'roles',
      title: 'Roles',
      cell: ({ roles, installationAdmin }) =>
        installationAdmin
          ? 'Admin everywhere'
          : sayRoles(roles.find(({ provider }) => provider.uen === uen)?.roles ?? []) || 'none here',
    },
    { key: 'state', title: 'State', cell: (user) => <UserState user={user} /> },
    { key: 'second', title: 'Second factor', cell: ({ twoFactorEnabled }) => (twoFactorEnabled ? 'on' : 'off') },
  ];
  return (
    <>
      <DroppedFilters dropped={dropped} />
      <FilterForm>
        <TextInput type="search" name="text" label="Name or e-mail" defaultValue={values.text} />
        <NativeSelect
          name="role"
          label="Role"
          defaultValue={values.role}
          data={[{ value: '', label: 'Any' }, ...ROLE_CHOICES.map(({ value, label }) => ({ value, label }))]}
        />
        <NativeSelect
          name="active"
          label="May sign in"
          defaultValue={values.active}
          data={[
            { value: '', label: 'Any' },
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
        />
      </FilterForm>
      <Section
        title="Users"
        flush
        actions={
          may('user.manage') && (
            <ActLink to={links.inviteUser} variant="filled">
              Invite somebody
            </ActLink>
          )
        }
      >
        <DataTable
          caption="Users"
          columns={columns}
          rows={users.nodes}
          rowKey={({ id }) => id}
          empty={<Empty title="Nobody is like that.">Clear the filters, or invite them.</Empty>}
        />
        <Pager page={users.pageInfo} shown={users.nodes.length} total={users.totalCount} one="user" many="users" />
      </Section>
      <Outlet />
    </>
  );
}
