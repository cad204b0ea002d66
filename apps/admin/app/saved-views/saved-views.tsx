import type { MetaFunction } from '@remix-run/node';
import { Link, Outlet, useLoaderData } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { Moment } from '~/ui/moment';
import { Page } from '~/ui/page';
import { Section } from '~/ui/section';
import { type SavedView, viewsOf } from './saved-views.server';
import styles from './view-chips.module.css';
import { viewedPage } from './viewed-pages';

export const meta: MetaFunction = () => [{ title: 'Saved views · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen }) => ({ views: await viewsOf(ask, uen) }));

export default function SavedViews() {
  const { views } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const columns: Column<SavedView>[] = [
    {
      key: 'name',
      title: 'View',
      cell: ({ name, page, search }) => <Link to={viewedPage(page).to(links, search)}>{name}</Link>,
    },
    { key: 'page', title: 'Page', cell: ({ page }) => viewedPage(page).title },
    { key: 'owner', title: 'Whose', cell: ({ mine, ownerName }) => (mine ? 'Yours' : ownerName) },
    { key: 'shared', title: 'Who sees it', cell: ({ shared }) => (shared ? 'Everybody here' : 'Only you') },
    { key: 'updated', title: 'Saved', cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
    {
      key: 'acts',
      title: 'Change it',
      cell: ({ id, mine }) =>
        mine && (
          <span className={styles['acts']}>
            <Link to={links.renameView(id)}>Rename</Link>
            <Link to={links.removeView(id)}>Remove</Link>
          </span>
        ),
    },
  ];
  return (
    <Page
      title="Saved views"
      back={{ to: links.classes(), label: 'Upcoming classes' }}
      intro="Lists as you, or somebody who shares them, want to see them again."
    >
      <Section title="Views" flush>
        <DataTable
          caption="Saved views"
          columns={columns}
          rows={views}
          rowKey={({ id }) => id}
          empty={
            <Empty title="Nothing is saved yet.">
              Filter <Link to={links.classes()}>the classes</Link> as you need them, then choose “Save this view”.
            </Empty>
          }
        />
      </Section>
      <Outlet />
    </Page>
  );
}
