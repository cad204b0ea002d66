import { Anchor, NativeSelect, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { ToneBadge } from '~/ui/tone-badge';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { apiFilter, TrainerFilters, withWholeSpan } from './trainer-filters';

const Trainers = graphql(`
  query Trainers($filter: TrainerFilter!, $orderBy: TrainerOrder!, $first: Int, $after: String, $last: Int, $before: String) {
    trainers(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        email
        active
        load {
          days
          upcomingRuns
          daysTaught
        }
      }
    }
  }
`);

export const meta: MetaFunction = () => [{ title: 'Trainers · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { values, dropped } = withWholeSpan(readFilters(TrainerFilters, url));
  const orderBy = { field: values.order, direction: values.direction };
  const filter = apiFilter(values, uen);
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(Trainers, { filter, orderBy, ...page }));
  return { trainers: answer.trainers, values, dropped: [...dropped, ...cursor] };
});

/** Trainers with what lies ahead of them, and who is free when. */
export default function TrainersPage() {
  const { trainers, values, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('course-runs');
  const { nodes, pageInfo, totalCount } = trainers;
  return (
    <Page
      title="Trainers"
      beside={<LiveBadge />}
      intro="Load is what begins in the next 30 days. “Free” means: teaches no run on any of these days."
    >
      <DroppedFilters dropped={dropped} />
      <FilterForm keep={['order', 'direction']}>
        <TextInput type="search" name="text" label="Name or e-mail holds" defaultValue={values.text ?? ''} />
        <NativeSelect
          name="active"
          label="Account"
          defaultValue={values.active ?? ''}
          data={[
            { value: '', label: 'All' },
            { value: 'yes', label: 'Active' },
            { value: 'no', label: 'Not active' },
          ]}
        />
        <TextInput type="date" name="freeFrom" label="Free from" defaultValue={values.freeFrom ?? ''} />
        <TextInput type="date" name="freeTo" label="Free to" defaultValue={values.freeTo ?? ''} />
      </FilterForm>
      <Section title="Trainers" flush>
        <DataTable
          caption="Trainers"
          rows={nodes}
          rowKey={({ id }) => id}
          order={{ field: values.order, direction: values.direction }}
          empty={
            <Empty title="No trainer fits these filters.">
              <Anchor component={Link} to={links.trainers()}>
                Show everybody
              </Anchor>
              , or invite a user with the role trainer.
            </Empty>
          }
          columns={[
            { key: 'name', title: 'Name', order: 'NAME', cell: ({ id, name }) => <Link to={links.trainer(id)}>{name}</Link> },
            { key: 'email', title: 'E-mail', cell: ({ email }) => email },
            {
              key: 'active',
              title: 'Account',
              cell: ({ active }) => <ToneBadge tone={active ? 'good' : 'calm'}>{active ? 'Active' : 'Not active'}</ToneBadge>,
            },
            { key: 'runs', title: 'Runs ahead', order: 'LOAD', align: 'end', cell: ({ load }) => load.upcomingRuns },
            { key: 'days', title: 'Days taught', align: 'end', cell: ({ load }) => load.daysTaught },
          ]}
        />
        {totalCount > 0 && <Pager page={pageInfo} shown={nodes.length} total={totalCount} one="trainer" many="trainers" />}
      </Section>
    </Page>
  );
}
