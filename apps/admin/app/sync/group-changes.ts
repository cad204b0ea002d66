import type { ChangeView } from './change-set-fragment';

/** The changes of one row. */
export interface ChangedRow {
  key: string;
  entityType: ChangeView['entityType'];
  entityId: string | null;
  /** Nothing was there before: the row was made. */
  made: boolean;
  changes: ChangeView[];
}

/** Puts the changes of one row together, rows in the order of their first change. Rows that no id tells apart stay as they come. */
export function groupChanges(changes: readonly ChangeView[]): ChangedRow[] {
  const rows: ChangedRow[] = [];
  for (const change of changes) {
    const { entityType, entityId } = change;
    const known =
      entityId === null
        ? continuedRow(rows.at(-1), change)
        : rows.find((row) => row.entityType === entityType && row.entityId === entityId);
    if (known) known.changes.push(change);
    else
      rows.push({ key: `${rows.length} ${entityType} ${entityId ?? ''}`, entityType, entityId, made: false, changes: [change] });
  }
  return rows.map((row) => ({ ...row, made: row.changes.every(({ before }) => before === null) }));
}

/** Without an id, a field that comes again begins another row. */
function continuedRow(last: ChangedRow | undefined, { entityType, field }: ChangeView): ChangedRow | undefined {
  const same = last?.entityType === entityType && last.entityId === null;
  return same && last.changes.every((change) => change.field !== field) ? last : undefined;
}
