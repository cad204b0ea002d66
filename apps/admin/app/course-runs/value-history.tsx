import { Anchor } from '@mantine/core';
import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Moment } from '~/ui/moment';
import { RecordedValue } from '~/ui/recorded-value';
import { fieldWord } from '~/words/field-words';
import styles from './why.module.css';

interface Change {
  column: string;
  before: unknown;
  after: unknown;
  actorKind: string | null;
  actorName: string | null;
  actorRole: string | null;
  reason: string | null;
  changedAt: string;
  batchId: string | null;
  runId: string | null;
  chainRunNumber: string | null;
}

/** Who wrote: a person by name, a sync by its batch and the chain run it belongs to. */
export function WrittenBy({
  change,
}: {
  change: Pick<Change, 'actorName' | 'actorRole' | 'batchId' | 'runId' | 'chainRunNumber'>;
}) {
  const { links } = useProvider();
  const { actorName, actorRole, batchId, runId, chainRunNumber } = change;
  if (actorName)
    return (
      <span>
        {actorName}
        {actorRole && `, as ${actorRole}`}
      </span>
    );
  if (batchId)
    return (
      <span>
        the sync{' '}
        <Anchor component={Link} to={links.syncBatch(batchId)}>
          {runId}
        </Anchor>
        {chainRunNumber && ` in chain run ${chainRunNumber}`}
      </span>
    );
  return <span>Rollcall{chainRunNumber && ` in chain run ${chainRunNumber}`}</span>;
}

/** Every recorded writing of the value, newest first. */
export function History({ changes }: { changes: Change[] }) {
  const several = new Set(changes.map(({ column }) => column)).size > 1;
  return (
    <div className={styles['scroll']}>
      <table className={styles['history']}>
        <caption>History, newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            {several && <th scope="col">Value</th>}
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.changedAt} ${change.column}`}>
              <td>
                <Moment at={change.changedAt} seconds />
              </td>
              {several && <td>{fieldWord(change.column)}</td>}
              <td>
                <RecordedValue value={change.before} />
              </td>
              <td>
                <RecordedValue value={change.after} />
              </td>
              <td>
                <WrittenBy change={change} />
                {change.reason && <div>“{change.reason}”</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
