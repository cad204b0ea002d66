import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireReason } from '../../acts/reason.js';
import { requireMay } from '../../acts/require-may.js';
import { identityOf } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import { type IdentifierVault, SealBrokenError } from '../../identifiers/identifier-vault.js';
import { inTransaction } from '../../persistence/transaction.js';
import { recordAudit } from '../audit/record-audit.js';

/** How often one person may look within an hour. */
export const MOST_REVEALS_AN_HOUR = 20;

/** How long a page shows an identifier. */
export const SHOWN_FOR_MS = 60_000;

const ACTION = 'learner.reveal_identifier';

export interface IdentifierReveal {
  by: Principal;
  /** Row id; null for what can be no learner's id. */
  learnerId: string | null;
  /** Why, in their words. */
  reason: string;
  correlationId: string | null;
}

export interface RevealedIdentifier {
  identifier: string;
  /** SSG's word for the kind. */
  identifierType: string | null;
  /** When a page has to hide it again. */
  expiresAt: Date;
}

interface SealedRow {
  id: string;
  providerId: string;
  idType: string | null;
  isKnown: boolean;
  sealed: string | null;
}

const FIND = `
  SELECT id, provider_id AS "providerId", id_type AS "idType", nric_hmac IS NOT NULL AS "isKnown", nric_sealed AS sealed
  FROM learner WHERE id = $1`;

/** Counted and audited by one request of a person at a time, so that many at once do not pass the limit together. */
const TAKE_TURNS = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';

const COUNT = `
  SELECT count(*)::int AS reveals FROM audit_trail
  WHERE action = '${ACTION}' AND actor_type = 'user' AND actor_id = $1 AND created_at > now() - interval '1 hour'`;

/**
 * Opens the sealed identifier of a learner for a person, with a reason (S1.26, X25). The audit is committed before anybody
 * sees it, and holds nothing of it. Has no idempotency key, because what an act answered is kept with its key. Throws
 * `ActRefusal`.
 */
export async function revealIdentifier(
  deps: Pick<Dependencies, 'database' | 'now'> & { identifiers: Pick<IdentifierVault, 'open'> },
  reveal: IdentifierReveal,
): Promise<RevealedIdentifier> {
  const { by, learnerId, correlationId } = reveal;
  const reason = requireReason(reveal.reason);
  return inTransaction(deps.database.pool, async (transaction) => {
    const learner = await findLearner(transaction, learnerId);
    requireMay(by, ACTION, { providerId: learner.providerId }, 'learner', ['input', 'learnerId']);
    await requireTurn(transaction, by);
    const identifier = openSealed(deps.identifiers, learner);
    const line = { providerId: learner.providerId, by, action: ACTION, entityType: 'learner', entityId: learner.id, reason };
    await recordAudit(transaction, { ...line, correlationId });
    return { identifier, identifierType: learner.idType, expiresAt: new Date(deps.now() + SHOWN_FOR_MS) };
  });
}

async function findLearner(transaction: PoolClient, learnerId: string | null): Promise<SealedRow> {
  const { rows } = await transaction.query<SealedRow>(FIND, [learnerId]);
  const [learner] = rows;
  if (!learner) throw notFound('learner', ['input', 'learnerId']);
  return learner;
}

/** A person, and not too often: machines have no use for an identifier in the clear, whatever role they were given. */
async function requireTurn(transaction: PoolClient, by: Principal): Promise<void> {
  if (by.kind !== 'user') {
    throw new ActRefusal({
      code: 'FORBIDDEN',
      message: 'Identifiers are shown to people only, never to a key, a token or a machine.',
      remedy: 'Sign in as a user who may see them.',
    });
  }
  await transaction.query(TAKE_TURNS, [`${ACTION} ${identityOf(by)}`]);
  const { rows } = await transaction.query<{ reveals: number }>(COUNT, [by.id]);
  if ((rows[0]?.reveals ?? 0) < MOST_REVEALS_AN_HOUR) return;
  throw new ActRefusal({
    code: 'REFUSED',
    message: `You have looked at ${MOST_REVEALS_AN_HOUR} identifiers within an hour, and more are not shown.`,
    remedy: 'Go on in an hour. Work that needs many identifiers is done at SSG, which has them.',
  });
}

function openSealed(vault: Pick<IdentifierVault, 'open'>, { isKnown, sealed }: SealedRow): string {
  if (sealed === null) {
    throw new ActRefusal({
      code: 'REFUSED',
      message: isKnown
        ? 'Only the hash and the mask of this identifier are kept, so there is nothing to open.'
        : 'SSG sent no identifier for this learner.',
      remedy: isKnown
        ? 'Look it up at SSG. Where identifiers are needed here, have the provider seal those of learners to come.'
        : 'Complete the record at SSG; the next sync that reads the run fills it in.',
      path: ['input', 'learnerId'],
    });
  }
  try {
    return vault.open(sealed);
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error;
    const { message, remedy } = error;
    throw new ActRefusal({ code: 'REFUSED', message, remedy, path: ['input', 'learnerId'] });
  }
}
