import { Textarea } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { permissionsAt } from '~/api/permissions.server';
import { useProvider } from '~/shell/provider';
import { ActForm, ReasonField, useFieldFault, useTyped } from '~/ui/act-form';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { Moment } from '~/ui/moment';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { readProviderSettings, saveSettings } from './provider-settings.server';
import { SettingsForm } from './settings-form';

const RecentAlerts = graphql(`
  query SettingsRecentAlerts {
    alertDeliveries(first: 10) {
      nodes {
        id
        subject
        recipient
        channel
        status
        createdAt
        sentAt
        lastError
      }
    }
  }
`);

type Delivery = ResultOf<typeof RecentAlerts>['alertDeliveries']['nodes'][number];

export const meta: MetaFunction = () => [{ title: 'Alerts · Settings · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const may = await permissionsAt(page.ask, page.uen);
  const [own, recent] = await Promise.all([
    readProviderSettings(page),
    may('incident.read') ? page.ask(RecentAlerts) : Promise.resolve(null),
  ]);
  return { ...own, deliveries: recent?.alertDeliveries.nodes ?? null };
});

export const action = pageAction((request) =>
  saveSettings(request, request.links.settingsAlerts, {
    alertEmails: request
      .text('alertEmails')
      .split(/[\s,;]+/)
      .filter(Boolean),
  }),
);

export default function AlertsPage() {
  const { settings, actKey, deliveries } = useLoaderData<typeof loader>();
  const { may } = useProvider();
  return (
    <>
      <Section title="Alerts and the morning digest">
        {may('training_provider.update') ? (
          <SettingsForm>
            <ActForm key={actKey} submit="Save" actKey={actKey} version={settings.version}>
              <Fields />
            </ActForm>
          </SettingsForm>
        ) : (
          <p>
            {settings.alertEmails.length === 0 ? 'They go to the installation’s addresses.' : settings.alertEmails.join(', ')}
          </p>
        )}
      </Section>
      {deliveries && (
        <Section title="The last messages" flush>
          <DataTable
            caption="The last messages to people"
            columns={COLUMNS}
            rows={deliveries}
            rowKey={({ id }) => id}
            empty={<Empty title="Nobody has been sent a message yet." />}
          />
        </Section>
      )}
    </>
  );
}

const COLUMNS: Column<Delivery>[] = [
  { key: 'subject', title: 'Subject', cell: ({ subject }) => subject },
  {
    key: 'recipient',
    title: 'To',
    cell: ({ recipient, channel }) => (channel === 'EMAIL' ? recipient : `${recipient} (webhook)`),
  },
  { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge kind="delivery" value={status} /> },
  { key: 'created', title: 'Written', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { key: 'sent', title: 'Sent', cell: ({ sentAt, lastError }) => (sentAt ? <Moment at={sentAt} /> : (lastError ?? '–')) },
];

function Fields() {
  const { settings } = useLoaderData<typeof loader>();
  return (
    <>
      <Textarea
        name="alertEmails"
        label="E-mail addresses"
        description="One to a line, at most 20. Where there is none, messages go to the installation’s addresses."
        rows={5}
        defaultValue={useTyped('alertEmails', settings.alertEmails.join('\n'))}
        error={useFieldFault('alertEmails')}
      />
      <ReasonField required={false} />
    </>
  );
}
