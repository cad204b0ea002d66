import type { Principal } from '@rollcall/domain/permission/principal';
import { decideViewChange } from '@rollcall/domain/saved-view/decide-saved-view';
import type { PoolClient } from 'pg';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { remedyFor } from '../../acts/require-may.js';
import type { Dependencies } from '../../dependencies.js';

/** What acts on saved views work with. */
export type SavedViewDependencies = Pick<Dependencies, 'database' | 'newId'> & {
  /** The request's id; null where no request asked. */
  correlationId: string | null;
};

export type SavedViewId = { savedViewId: string };

/** A row of `saved_view`. */
export interface SavedViewRow {
  id: string;
  providerId: string;
  ownerId: string;
  page: string;
  name: string;
  search: string;
  shared: boolean;
  version: number;
}

const TAKE = `
  SELECT id, provider_id AS "providerId", owner_id AS "ownerId", page, name, search, shared, version
  FROM saved_view WHERE id = $1 FOR UPDATE`;

/**
 * Takes the view that somebody wants to change for the rest of the transaction. Throws `ActRefusal`; somebody else's own view
 * is answered like one that does not exist.
 *
 * @param savedViewId row id; null for what can be no view's id
 */
export async function takeSavedView(transaction: PoolClient, by: Principal, savedViewId: string | null): Promise<SavedViewRow> {
  const path = ['input', 'savedViewId'];
  const { rows } = await transaction.query<SavedViewRow>(TAKE, [savedViewId]);
  const [view] = rows;
  if (!view) throw notFound('saved view', path);
  const verdict = decideViewChange(by, view);
  if (verdict.allowed) return view;
  if (verdict.because === 'hidden') throw notFound('saved view', path);
  throw new ActRefusal({ code: 'FORBIDDEN', message: verdict.reason, remedy: remedyFor(by, 'saved_view.share') });
}

/** What the audit keeps of a view: not its filters, which may name people. */
export const auditedView = ({ page, name, shared }: Pick<SavedViewRow, 'page' | 'name' | 'shared'>) => ({ page, name, shared });
