import type { MetaFunction } from '@remix-run/node';
import { Link, Outlet, useLoaderData } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { type Fact, Facts } from '~/ui/facts';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { Page } from '~/ui/page';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import styles from './incident.module.css';
import { meaningOf, readIncident } from './incident-document.server';
import { Timeline } from './timeline';

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.incident.title ?? 'Incident'} · Rollcall` }];

export const loader = pageLoader(async (page) => {
  const incident = await readIncident(page);
  return { incident, entry: await meaningOf(page, incident.errorClass) };
});

type Incident = Awaited<ReturnType<typeof readIncident>>;

export default function IncidentPage() {
  const { incident, entry } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  useLive('incidents');
  const { id, title, status, message, note, noteRequestedAt, closedAt, closedReason } = incident;
  const isOpen = status === 'OPEN';
  const remedy = incident.remedy ?? entry?.remedy;
  return (
    <Page
      title={title}
      back={{ to: links.incidents(), label: 'Incidents' }}
      beside={
        <>
          <StatusBadge kind="incident" value={status} />
          <LiveBadge />
        </>
      }
      actions={
        <>
          {may('incident.note') && <ActLink to={links.incidentNote(id)}>{note ? 'Change the note' : 'Write a note'}</ActLink>}
          {isOpen && may('chain_run.resume') && (
            <ActLink to={links.requeueIncident(id)} variant="filled">
              Try again
            </ActLink>
          )}
        </>
      }
    >
      {isOpen && noteRequestedAt && !note && (
        <Notice tone="warn" title="A note is asked for">
          It keeps happening, since <Moment at={noteRequestedAt} />. Write what was wrong, what is changed about it and by whom.
        </Notice>
      )}
      <div className={styles['pair']}>
        <section className={styles['error']} aria-labelledby="what">
          <h2 id="what">What happened</h2>
          <p className={styles['message']}>{message}</p>
          {entry && <p>{entry.meaning}</p>}
        </section>
        <section className={styles['remedy']} aria-labelledby="remedy">
          <h2 id="remedy">What to do</h2>
          <p className={styles['message']}>{remedy ?? 'Nothing is known to help. Look into the log of the last chain run.'}</p>
        </section>
      </div>
      <Section title="When">
        <Timeline
          first={incident.firstSeenAt}
          last={incident.lastSeenAt}
          moments={incident.recentAt}
          occurrences={incident.occurrences}
        />
        {closedAt && (
          <p>
            Closed <Moment at={closedAt} />
            {closedReason && `: ${closedReason}`}
          </p>
        )}
      </Section>
      <Section title="Facts">
        <Facts facts={factsOf(incident, links.chainRun)} />
      </Section>
      {note && (
        <Section title="Note">
          <p className={styles['note']}>{note}</p>
        </Section>
      )}
      <Section title="Runs touched">
        <RunsTouched runs={incident.runsTouched} />
      </Section>
      <Section title="Alerts sent" flush>
        <DataTable
          caption="Messages about this incident"
          columns={DELIVERIES}
          rows={incident.deliveries}
          rowKey={({ id: delivery }) => delivery}
          empty={<Empty title="Nobody was sent a message about it." />}
        />
      </Section>
      <Outlet />
    </Page>
  );
}

const factsOf = (incident: Incident, toChainRun: (id: string) => string): Fact[] => {
  const { lastChainRun: run } = incident;
  return [
    { term: 'Where', value: incident.upstream ?? 'Rollcall itself' },
    { term: 'While doing', value: incident.endpoint },
    { term: 'Kind of error', value: <code>{incident.errorClass}</code> },
    {
      term: 'Last chain run',
      value: run && (
        <Link to={toChainRun(run.id)}>
          {run.chainName} {run.number}
        </Link>
      ),
      beside: run && <StatusBadge kind="chainRun" value={run.status} />,
    },
  ];
};

function RunsTouched({ runs }: { runs: string[] }) {
  const { links } = useProvider();
  if (runs.length === 0) return <p className={styles['quiet']}>None: it concerns all of them, or the work before them.</p>;
  return (
    <ul className={styles['runs']}>
      {runs.map((ssgRunId) => (
        <li key={ssgRunId}>
          <Link to={links.courseRun(ssgRunId)}>{ssgRunId}</Link>
        </li>
      ))}
    </ul>
  );
}

const DELIVERIES: Column<Incident['deliveries'][number]>[] = [
  { key: 'subject', title: 'Subject', cell: ({ subject }) => subject },
  { key: 'to', title: 'To', cell: ({ recipient, channel }) => (channel === 'EMAIL' ? recipient : `${recipient} (webhook)`) },
  { key: 'status', title: 'Status', cell: ({ status }) => <StatusBadge kind="delivery" value={status} /> },
  { key: 'written', title: 'Written', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { key: 'sent', title: 'Sent', cell: ({ sentAt, lastError }) => (sentAt ? <Moment at={sentAt} /> : (lastError ?? '–')) },
];
