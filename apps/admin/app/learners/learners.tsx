import { Anchor, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { findByIdentifier, LearnerRowFragment } from './find-by-identifier.server';
import { IdentifierSearch } from './identifier-search';

const Filters = z.object({
  text: z.string().trim().max(100).optional(),
  email: z.string().trim().max(200).optional(),
});

const Learners = graphql(
  `
    query Learners($filter: LearnerFilter!, $first: Int, $after: String, $last: Int, $before: String) {
      learners(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...LearnerRow
        }
      }
    }
  `,
  [LearnerRowFragment],
);

export const meta: MetaFunction = () => [{ title: 'Learners · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { values, dropped } = readFilters(Filters, url);
  const filter = { provider: uen, ...values };
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(Learners, { filter, ...page }));
  return { learners: answer.learners, values, dropped: [...dropped, ...cursor] };
});

/** The search by identifier comes by POST, so that none ever stands in an address. */
export const action = pageAction(findByIdentifier);

/** Learners by name, e-mail address or identifier; identifiers and contact data are masked. */
export default function LearnersPage() {
  const { learners, values, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { nodes, pageInfo, totalCount } = learners;
  const searched = values.text ?? values.email;
  return (
    <Page title="Learners" intro="Identifiers and contact data are masked. Opening one asks for a reason, which is kept.">
      <DroppedFilters dropped={dropped} />
      <FilterForm>
        <TextInput type="search" name="text" label="Words of the name" defaultValue={values.text ?? ''} />
        <TextInput type="search" name="email" label="E-mail is exactly" defaultValue={values.email ?? ''} />
      </FilterForm>
      <IdentifierSearch />
      <Section title="Learners" flush>
        <DataTable
          caption="Learners"
          rows={nodes}
          rowKey={({ id }) => id}
          empty={
            <Empty title={searched ? `No learner is found by “${searched}”.` : 'No learner is known here yet.'}>
              {searched ? (
                <Anchor component={Link} to={links.learners()}>
                  Show everybody
                </Anchor>
              ) : (
                'The nightly sync brings learners with the enrolments that SSG lists.'
              )}
            </Empty>
          }
          columns={[
            { key: 'name', title: 'Name', cell: ({ id, name }) => <Link to={links.learner(id)}>{name}</Link> },
            { key: 'identifier', title: 'Identifier', cell: ({ identifierMasked }) => identifierMasked ?? '–' },
            { key: 'email', title: 'E-mail', cell: ({ email }) => email ?? '–' },
            { key: 'phone', title: 'Phone', cell: ({ phone }) => phone ?? '–' },
            { key: 'enrolments', title: 'Enrolments', align: 'end', cell: ({ enrolments }) => enrolments.totalCount },
          ]}
        />
        {totalCount > 0 && <Pager page={pageInfo} shown={nodes.length} total={totalCount} one="learner" many="learners" />}
      </Section>
    </Page>
  );
}
