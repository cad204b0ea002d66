import { NativeSelect } from '@mantine/core';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Moment } from '~/ui/moment';
import { Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { statusOptions } from '~/words/status-words';
import styles from './deliveries.module.css';
import type { readDeliveries } from './deliveries.server';
import { KIND_WORDS } from './kind-words';
import { PostButton } from './post-button';

type Page = Awaited<ReturnType<typeof readDeliveries>>;
type Delivery = Page['nodes'][number];

interface DeliveriesProps {
  deliveries: Page;
  status: string | undefined;
  dropped: { name: string; value: string }[];
  actKey: string;
}

/** What was sent, what the receiver answered, and what it said; each can be sent again. */
export function Deliveries({ deliveries, status, dropped, actKey }: DeliveriesProps) {
  const { may } = useProvider();
  const columns: Column<Delivery>[] = [
    { key: 'created', title: 'Made', cell: ({ createdAt }) => <Moment at={createdAt} seconds /> },
    { key: 'kind', title: 'Tells', cell: (delivery) => <Told delivery={delivery} /> },
    { key: 'status', title: 'Status', cell: ({ status: state }) => <StatusBadge kind="delivery" value={state} /> },
    { key: 'attempts', title: 'Tries', cell: ({ attempts }) => attempts, align: 'end' },
    { key: 'answer', title: 'Answer', cell: (delivery) => <Answer delivery={delivery} /> },
    ...(may('webhook.manage')
      ? [
          {
            key: 'resend',
            title: '',
            cell: ({ id, status: state }: Delivery) =>
              state !== 'PENDING' && (
                <PostButton fields={{ deliveryId: id, idempotencyKey: `${actKey}-${id}` }} label="Send this message again">
                  Send again
                </PostButton>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <DroppedFilters dropped={dropped} />
      <FilterForm>
        <NativeSelect
          name="status"
          label="Messages"
          defaultValue={status}
          data={[{ value: '', label: 'All' }, ...statusOptions('delivery')]}
        />
      </FilterForm>
      <Section title="Messages" flush>
        <DataTable
          caption="Messages to this webhook"
          columns={columns}
          rows={deliveries.nodes}
          rowKey={({ id }) => id}
          empty={
            <Empty title="No message like that.">
              Messages are kept for thirty days. Send a test to see whether one arrives.
            </Empty>
          }
        />
        <Pager
          page={deliveries.pageInfo}
          shown={deliveries.nodes.length}
          total={deliveries.totalCount}
          one="message"
          many="messages"
        />
      </Section>
    </>
  );
}

function Told({ delivery: { kind, messageId, resentFromId, payload } }: { delivery: Delivery }) {
  return (
    <details className={styles['told']}>
      <summary>{KIND_WORDS[kind]}</summary>
      <p>
        <code>{messageId}</code>
        {resentFromId && ', sent again'}
      </p>
      <pre>{payload}</pre>
    </details>
  );
}

function Answer({ delivery }: { delivery: Delivery }) {
  const { responseStatus, responseExcerpt, lastError, nextAttemptAt, status } = delivery;
  return (
    <div className={styles['answer']}>
      {responseStatus !== null && <span>{responseStatus}</span>}
      {lastError && <span>{lastError}</span>}
      {responseExcerpt && <code>{responseExcerpt}</code>}
      {status === 'PENDING' && (
        <span>
          next try <Moment at={nextAttemptAt} />
        </span>
      )}
      {responseStatus === null && !lastError && status === 'SENT' && <span>taken</span>}
    </div>
  );
}
