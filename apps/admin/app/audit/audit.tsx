import { Button, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { dayStart, daysBefore } from '~/ui/calendar-day';
import { DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Notice } from '~/ui/notice';
import { Page } from '~/ui/page';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { readFilters } from '~/url/read-filters';
import { AUDIT_COLUMNS } from './audit-columns';
import { readAudit } from './entries.server';

const Filters = z.object({
  actor: z.string().trim().max(100).optional(),
  action: z
    .string()
    .trim()
    .regex(/^[a-z_]+\.[a-z_]*$/)
    .optional(),
  entityId: z.string().trim().max(200).optional(),
  courseRun: z.string().trim().max(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

const AuditTimeZone = graphql(`
  query AuditTimeZone($uen: String!) {
    trainingProvider(uen: $uen) {
      timeZone
    }
  }
`);

/** Nouns that something is done to, for the field's suggestions. */
const ACTIONS = [
  'course_run.',
  'enrolment.',
  'learner.',
  'learner_review.',
  'course.',
  'chain_run.',
  'schedule.',
  'incident.',
  'export.',
  'training_provider.',
  'user.',
  'api_key.',
  'webhook.',
  'saved_view.',
];

export const meta: MetaFunction = () => [{ title: 'Audit · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const { values, dropped } = readFilters(Filters, page.url);
  const { from, to, ...plain } = values;
  const { trainingProvider } = from || to ? await page.ask(AuditTimeZone, { uen: page.uen }) : { trainingProvider: null };
  const zone = trainingProvider?.timeZone ?? 'UTC';
  const filter = {
    ...plain,
    ...(from && { from: dayStart(from, zone) }),
    ...(to && { to: dayStart(daysBefore(to, -1), zone) }),
  };
  const entries = await readAudit(page, { provider: page.uen, ...filter });
  return { entries, values, dropped: [...dropped, ...entries.dropped], exported: searchOf(filter) };
});

/** The rows of the page for an export of them: with moments where the page has days. The last day counts as a whole. */
const searchOf = (filter: Record<string, string | undefined>): string =>
  new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : []))).toString();

export default function AuditPage() {
  const { entries, values, dropped, exported } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  return (
    <Page
      title="Audit"
      intro="Who did or saw what, newest first. Entries are never changed; identifiers in them are masked."
      actions={
        may('export.start') && (
          <Button component={Link} to={links.newExport('AUDIT_ENTRIES', exported)} variant="default">
            Export
          </Button>
        )
      }
    >
      <DroppedFilters dropped={dropped} />
      {values.courseRun && (
        <Notice>
          Of one course run, its enrolments and its trainers. <Link to={links.audit()}>Of everything</Link>
        </Notice>
      )}
      <FilterForm keep={['courseRun']}>
        <TextInput type="search" name="actor" label="Who" placeholder="Part of the name" defaultValue={values.actor} />
        <TextInput
          type="search"
          name="action"
          label="What"
          placeholder="enrolment.remove"
          list="audit-actions"
          defaultValue={values.action}
        />
        <TextInput type="search" name="entityId" label="Id of what it was done to" defaultValue={values.entityId} />
        <TextInput type="date" name="from" label="From" defaultValue={values.from} />
        <TextInput type="date" name="to" label="To" defaultValue={values.to} />
      </FilterForm>
      <datalist id="audit-actions">
        {ACTIONS.map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <Section title="Entries" flush>
        <DataTable
          caption="Audit entries"
          columns={AUDIT_COLUMNS}
          rows={entries.nodes}
          rowKey={({ number }) => number}
          empty={<Empty title="Nothing of this kind was done.">Clear the filters, or widen the days.</Empty>}
        />
        <Pager page={entries.pageInfo} shown={entries.nodes.length} total={entries.totalCount} one="entry" many="entries" />
      </Section>
    </Page>
  );
}
