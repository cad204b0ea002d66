import type { MetaFunction } from '@remix-run/node';
import { Link, Outlet, useLoaderData } from '@remix-run/react';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { useReread } from '~/live/use-reread';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readPage } from '~/url/read-page.server';
import { exportColumns } from './export-columns';

const Exports = graphql(`
  query Exports($provider: String!, $first: Int, $after: String, $last: Int, $before: String) {
    dataExports(provider: $provider, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        connection
        format
        status
        rowsDone
        rowsTotal
        bytes
        createdAt
        expiresAt
        requestedBy
        downloadUrl
        error
        remedy
      }
    }
  }
`);

export const meta: MetaFunction = () => [{ title: 'Exports · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { answer, dropped } = await readPage(url, (part) => ask(Exports, { provider: uen, ...part }));
  const { nodes, ...rest } = answer.dataExports;
  // The signed address stays here: the browser is told only whether there is one.
  const files = nodes.map(({ downloadUrl, ...file }) => ({ ...file, downloadable: downloadUrl !== null }));
  return { ...rest, files, dropped };
});

export default function ExportsPage() {
  const { files, pageInfo, totalCount, dropped } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  useReread(files.some(({ status }) => status === 'QUEUED' || status === 'RUNNING'));
  return (
    <Page
      title="Exports"
      intro="Lists as files, with what you may see and nothing more. Each can be fetched for a day."
      actions={
        may('export.start') && (
          <ActLink to={links.newExport('')} variant="filled" size="sm">
            New export
          </ActLink>
        )
      }
    >
      <DroppedFilters dropped={dropped} />
      <Section title="Files" flush>
        <DataTable
          caption="Exports, the newest first"
          columns={exportColumns(links)}
          rows={files}
          rowKey={({ id }) => id}
          empty={
            <Empty title="Nothing was exported lately.">
              Choose “New export”, or filter <Link to={links.classes()}>a list</Link> and export what it shows.
            </Empty>
          }
        />
        <Pager page={pageInfo} shown={files.length} total={totalCount} one="export" many="exports" />
      </Section>
      <noscript>
        <a href={links.exports}>See how far they are</a>
      </noscript>
      <Outlet />
    </Page>
  );
}
