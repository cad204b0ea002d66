import { NativeSelect } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Moment } from '~/ui/moment';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { ToneBadge } from '~/ui/tone-badge';
import { readFilters } from '~/url/read-filters';
import { readPage } from '~/url/read-page.server';
import { statusOptions } from '~/words/status-words';

const Filters = z.object({
  status: z.enum(['OPEN', 'CLOSED']).optional(),
  note: z.enum(['asked']).optional(),
});

const Incidents = graphql(`
  query Incidents($filter: IncidentFilter!, $first: Int, $after: String, $last: Int, $before: String) {
    incidents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        title
        status
        upstream
        occurrences
        firstSeenAt
        lastSeenAt
        runsTouched
        note
        noteRequestedAt
      }
    }
  }
`);

type Incident = ResultOf<typeof Incidents>['incidents']['nodes'][number];

export const meta: MetaFunction = () => [{ title: 'Incidents · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const { values, dropped } = readFilters(Filters, url);
  const filter = { provider: uen, status: values.status, ...(values.note && { noteRequested: true }) };
  const { answer, dropped: cursor } = await readPage(url, (page) => ask(Incidents, { filter, ...page }));
  return { incidents: answer.incidents, values, dropped: [...dropped, ...cursor] };
});

export default function IncidentsPage() {
  const { incidents, values, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('incidents');
  const isFiltered = values.status !== undefined || values.note !== undefined;
  const columns: Column<Incident>[] = [
    { key: 'title', title: 'Incident', cell: ({ id, title }) => <Link to={links.incident(id)}>{title}</Link> },
    { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge kind="incident" value={status} /> },
    { key: 'upstream', title: 'Where', cell: ({ upstream }) => upstream ?? 'Rollcall' },
    { key: 'occurrences', title: 'Times', cell: ({ occurrences }) => occurrences.toLocaleString('en-GB'), align: 'end' },
    { key: 'runs', title: 'Runs', cell: ({ runsTouched }) => runsTouched.length, align: 'end' },
    { key: 'first', title: 'First', cell: ({ firstSeenAt }) => <Moment at={firstSeenAt} /> },
    { key: 'last', title: 'Last', cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
    { key: 'note', title: 'Note', cell: (incident) => <NoteState incident={incident} /> },
  ];
  return (
    <Page
      title="Incidents"
      beside={<LiveBadge />}
      intro="Trouble that lasts: failures of one kind at one place are one incident. It closes by itself once the same work succeeds."
    >
      <DroppedFilters dropped={dropped} />
      <FilterForm>
        <NativeSelect
          name="status"
          label="Status"
          defaultValue={values.status}
          data={[{ value: '', label: 'Any' }, ...statusOptions('incident')]}
        />
        <NativeSelect
          name="note"
          label="Note"
          defaultValue={values.note}
          data={[
            { value: '', label: 'Any' },
            { value: 'asked', label: 'Asked for and not written' },
          ]}
        />
      </FilterForm>
      <Section title="Incidents" flush>
        <DataTable
          caption="Incidents"
          columns={columns}
          rows={incidents.nodes}
          rowKey={({ id }) => id}
          empty={
            <Empty title={isFiltered ? 'No incident is like that.' : 'There has been no incident.'}>
              {isFiltered ? 'Clear the filters to see the others.' : 'The first one that comes up stands here, with its remedy.'}
            </Empty>
          }
        />
        <Pager
          page={incidents.pageInfo}
          shown={incidents.nodes.length}
          total={incidents.totalCount}
          one="incident"
          many="incidents"
        />
      </Section>
    </Page>
  );
}

function NoteState({ incident: { note, noteRequestedAt } }: { incident: Pick<Incident, 'note' | 'noteRequestedAt'> }) {
  if (note) return <ToneBadge tone="good">Written</ToneBadge>;
  return noteRequestedAt ? <ToneBadge tone="warn">Asked for</ToneBadge> : <span>–</span>;
}
