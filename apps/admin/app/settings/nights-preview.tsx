import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { Section } from '~/ui/section';
import { ToneBadge } from '~/ui/tone-badge';
import type { Preview } from './preview.server';
import styles from './previews.module.css';

type Night = NonNullable<Preview['nights']>[number];

/** Which of the past nights would have waited for a person by other limits. */
export function NightsPreview({ nights }: { nights: Night[] }) {
  const { links } = useProvider();
  const now = nights.filter(({ waitsNow }) => waitsNow).length;
  const then = nights.filter(({ waitsThen }) => waitsThen).length;
  const told = nights.filter(({ waitsNow, waitsThen, cancels }) => waitsNow || waitsThen || cancels > 0);
  const columns: Column<Night>[] = [
    { key: 'step', title: 'Night', cell: ({ chainRunId, step }) => <Link to={links.chainRun(chainRunId)}>{step}</Link> },
    { key: 'cancels', title: 'Cancellations', cell: ({ cancels }) => cancels, align: 'end' },
    { key: 'touched', title: 'Looked at', cell: ({ touched }) => touched, align: 'end' },
    { key: 'now', title: 'By these limits', cell: ({ waitsNow }) => <Waits waits={waitsNow} /> },
    { key: 'then', title: 'By the others', cell: ({ waitsThen }) => <Waits waits={waitsThen} /> },
    { key: 'reason', title: 'Why', cell: ({ reason }) => reason ?? '–' },
  ];
  return (
    <Section title="What if: past nights" flush>
      {nights.length > 0 && (
        <p className={styles['padded']}>
          Of {nights.length} {nights.length === 1 ? 'step' : 'steps'} of the last 30 nights {now} would have waited for a person
          by the limits as they are, {then} by the others.
        </p>
      )}
      <DataTable
        caption="Nights that would wait"
        columns={columns}
        rows={told}
        rowKey={({ chainRunId, step }) => `${chainRunId} ${step}`}
        empty={
          <Empty
            title={
              nights.length === 0
                ? 'There were no nights to try it on.'
                : 'No night cancelled anything, so none would have waited.'
            }
          />
        }
      />
    </Section>
  );
}

const Waits = ({ waits }: { waits: boolean }) => (
  <ToneBadge tone={waits ? 'warn' : 'calm'}>{waits ? 'Waits' : 'Goes on'}</ToneBadge>
);
