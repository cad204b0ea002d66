import type { ActFault } from '~/api/act.server';
import { outcomeOf } from '~/api/act.server';

/** What became of one run of several. */
export interface BulkRow {
  id: string;
  /** Null where it was done. */
  fault: Pick<ActFault, 'message' | 'remedy'> | null;
  /** False where it was so already. */
  changed: boolean;
  warnings: { message: string; remedy: string }[];
}

type RowResult =
  | { __typename: `${string}Success`; changed: boolean; warnings: { message: string; remedy: string }[] }
  | { __typename: `${string}Error` };

/** The API's answers, which come in the order asked, each with its run. */
export function bulkRows(ids: readonly string[], results: readonly RowResult[]): BulkRow[] {
  return ids.map((id, index) => {
    const outcome = outcomeOf(results[index]);
    if ('fault' in outcome) return { id, fault: outcome.fault, changed: false, warnings: [] };
    const { changed, warnings } = outcome.done;
    return { id, fault: null, changed, warnings };
  });
}
