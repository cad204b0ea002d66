import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { ActRefusal, notFound, requireVersion } from '../../acts/act-refusal.js';
import { requireName } from '../../acts/name.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import { LONGEST_NAME, requireNobody, requirePage, requireSearch } from './saved-view-input.js';
import {
  auditedView,
  type SavedViewDependencies,
  type SavedViewId,
  type SavedViewRow,
  takeSavedView,
} from './take-saved-view.js';

export interface SaveView {
  by: Principal;
  /** Row id of the view that is changed; null for what can be none's; absent: a new one. */
  savedViewId?: string | null;
  /** UEN. */
  provider: string;
  page: string;
  name: string;
  /** Query string of the page's address, without `?`. */
  search: string;
  shared: boolean;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/** At one provider: they are shown as one list. */
const MOST_VIEWS = 100;

type Content = Pick<SavedViewRow, 'page' | 'name' | 'search' | 'shared'>;

/**
 * Keeps a list of the console as somebody wants to see it again, or changes what they kept. Whoever may read the provider may
 * keep views of their own; to share one is an act of its own. Throws `ActRefusal`.
 */
export function saveView(deps: SavedViewDependencies, wish: SaveView): Promise<SavedViewId> {
  const { by, idempotencyKey, ...input } = wish;
  return runAct<SavedViewId>(
    deps,
    { by, act: 'savedViewSave', input, idempotencyKey },
    async (transaction) => {
      const providerId = await requireProvider(transaction, wish);
      const former = wish.savedViewId === undefined ? null : await takeSavedView(transaction, by, wish.savedViewId);
      if (former && former.providerId !== providerId) throw notFound('saved view', ['input', 'savedViewId']);
      if (former) requireVersion('saved view', former.version, wish.expectedVersion);
      if (wish.shared) requireMay(by, 'saved_view.share', { providerId }, 'training provider', ['input', 'provider']);
      const content = contentOf(wish);
      const ownerId = former?.ownerId ?? personOf(by);
      await requireRoom(transaction, { providerId, ownerId, id: former?.id ?? null, ...content });
      const id = former?.id ?? deps.newId();
      await write(transaction, { id, providerId, ownerId, ...content }, former !== null);
      await recordAudit(transaction, {
        providerId,
        by,
        action: former ? 'saved_view.change' : 'saved_view.create',
        entityType: 'saved_view',
        entityId: id,
        ...(former && { before: auditedView(former) }),
        after: auditedView(content),
        correlationId: deps.correlationId,
      });
      return { savedViewId: id };
    },
    (transaction, { savedViewId }) => takeSavedView(transaction, by, savedViewId),
  );
}

async function requireProvider(transaction: PoolClient, { by, provider }: SaveView): Promise<string> {
  const path = ['input', 'provider'];
  const { rows } = await transaction.query<{ id: string }>('SELECT id FROM training_provider WHERE uen = $1', [
    provider.trim().toUpperCase(),
  ]);
  const [found] = rows;
  if (!found) throw notFound('training provider', path);
  requireMay(by, 'training_provider.read', { providerId: found.id }, 'training provider', path);
  return found.id;
}

const contentOf = ({ page, name, search, shared }: SaveView): Content => ({
  page: requirePage(page),
  name: requireNobody(requireName(name, LONGEST_NAME)),
  search: requireSearch(search),
  shared,
});

function personOf({ kind, id }: Principal): string {
  if (kind === 'user' && id !== null) return id;
  throw nobody();
}

/** The owner's row is the lock under which their views are counted and named. */
const OWNER = 'SELECT FROM app_user WHERE id = $1 AND active FOR NO KEY UPDATE';

const TAKEN = `
  SELECT count(*)::int AS views, coalesce(bool_or(page = $3 AND name = $4), false) AS "isTaken"
  FROM saved_view WHERE provider_id = $1 AND owner_id = $2 AND id IS DISTINCT FROM $5`;

async function requireRoom(
  transaction: PoolClient,
  { providerId, ownerId, page, name, id }: Content & { providerId: string; ownerId: string; id: string | null },
): Promise<void> {
  const { rowCount } = await transaction.query(OWNER, [ownerId]);
  if (rowCount === 0 && id === null) throw nobody();
  const { rows } = await transaction.query<{ views: number; isTaken: boolean }>(TAKEN, [providerId, ownerId, page, name, id]);
  const [taken] = rows;
  if (taken?.isTaken)
    throw new ActRefusal({
      code: 'INVALID_INPUT',
      message: `There is a view “${name}” of this page already.`,
      remedy: 'Choose another name, or save over the view that has it.',
      path: ['input', 'name'],
    });
  if (id === null && (taken?.views ?? 0) >= MOST_VIEWS)
    throw new ActRefusal({
      code: 'REFUSED',
      message: `You have ${MOST_VIEWS} views at this provider already.`,
      remedy: 'Remove one that you do not need.',
    });
}

const INSERT =
  'INSERT INTO saved_view (id, provider_id, owner_id, page, name, search, shared) VALUES ($1, $2, $3, $4, $5, $6, $7)';
const UPDATE = `
  UPDATE saved_view SET page = $2, name = $3, search = $4, shared = $5, version = version + 1, updated_at = now() WHERE id = $1`;

async function write(
  transaction: PoolClient,
  { id, providerId, ownerId, page, name, search, shared }: Omit<SavedViewRow, 'version'>,
  isHere: boolean,
): Promise<void> {
  if (isHere) await transaction.query(UPDATE, [id, page, name, search, shared]);
  else await transaction.query(INSERT, [id, providerId, ownerId, page, name, search, shared]);
}

/** Keys, tokens and the system have no lists to look at. */
const nobody = (): ActRefusal =>
  new ActRefusal({
    code: 'FORBIDDEN',
    message: 'Views are kept for people with an account, and not for keys, tokens or machines.',
    remedy: 'Sign in as a user.',
  });
