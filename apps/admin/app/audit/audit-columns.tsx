import { Link, useLocation } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import type { Column } from '~/ui/data-table';
import { Moment } from '~/ui/moment';
import { changedSearch } from '~/url/search';
import styles from './audit-columns.module.css';
import { Diff } from './diff';
import type { AuditRow } from './entries.server';
import { sayField } from './field-diff';

export const AUDIT_COLUMNS: Column<AuditRow>[] = [
  { key: 'when', title: 'When', cell: ({ createdAt }) => <Moment at={createdAt} seconds /> },
  { key: 'who', title: 'Who', cell: (entry) => <Who entry={entry} /> },
  { key: 'what', title: 'What', cell: ({ action }) => <Action action={action} /> },
  { key: 'on', title: 'To', cell: (entry) => <DoneTo entry={entry} /> },
  { key: 'changes', title: 'Changes', cell: (entry) => <Changes entry={entry} /> },
  { key: 'reason', title: 'Reason', cell: ({ reason }) => <span className={styles['reason']}>{reason ?? '–'}</span> },
];

/** It may break after its noun. */
function Action({ action }: { action: string }) {
  const [noun, verb] = action.split('.');
  return (
    <code className={styles['action']}>
      {noun}
      {verb && (
        <>
          .<wbr />
          {verb}
        </>
      )}
    </code>
  );
}

function Who({ entry: { actorName, actorKind, actorRole } }: { entry: AuditRow }) {
  if (actorName === null) return <>{actorKind === 'SYSTEM' ? 'Rollcall' : 'a person who is not known any more'}</>;
  return (
    <span className={styles['who']}>
      {actorName} <small>{actorKind === 'API_KEY' ? `API key, ${actorRole}` : actorRole}</small>
    </span>
  );
}

function DoneTo({ entry: { entityType, entityId, nodeId } }: { entry: AuditRow }) {
  const { links } = useProvider();
  const { search } = useLocation();
  const noun = sayField(entityType);
  return (
    <span className={styles['who']}>
      {nodeId ? <Link to={links.node(nodeId)}>{noun}</Link> : noun}
      {entityId && (
        <small>
          <Link to={`?${changedSearch(search, { entityId })}`} aria-label={`All that was done to this ${noun}`}>
            its history
          </Link>
        </small>
      )}
    </span>
  );
}

/** Few changes stand there; more are folded under the names of their fields. */
function Changes({ entry: { fields, correlationId } }: { entry: AuditRow }) {
  if (fields.length === 0) return <>–</>;
  if (fields.length <= 2) return <Diff fields={fields} />;
  const names = fields.map(({ field }) => field);
  return (
    <details className={styles['changes']}>
      <summary>
        {fields.length} fields: {names.slice(0, 3).join(', ')}
        {names.length > 3 && ' …'}
      </summary>
      <Diff fields={fields} />
      {correlationId && (
        <p>
          Request <code>{correlationId}</code>
        </p>
      )}
    </details>
  );
}
