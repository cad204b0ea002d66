import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { isStranger } from '../../access/is-stranger.js';
import { requireMay } from '../../acts/require-may.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { recordAudit } from '../audit/record-audit.js';

/** `unknown`: there is no such incident, or it is another provider's. */
export type NoteOutcome = { kind: 'written' } | { kind: 'refused' | 'unknown'; reason: string; remedy: string };

const LONGEST_NOTE = 4000;

const TAKE = 'SELECT provider_id AS "providerId", note FROM incident WHERE id = $1 FOR UPDATE';

/**
 * Keeps what was wrong, what is changed about it and by whom (S1.19), for an open incident or a closed one, with its audit. A
 * later note takes the place of an earlier one, which stays in the audit. `incidentId` is a UUID. Throws `ActRefusal` where
 * the author's role does not allow it.
 */
export async function writeIncidentNote(
  transaction: PoolClient,
  incidentId: string,
  note: string,
  by: Principal,
): Promise<NoteOutcome> {
  const text = maskIdentifiersIn(note.trim());
  if (text === '' || text.length > LONGEST_NOTE)
    return {
      kind: 'refused',
      reason: text === '' ? 'The note is empty.' : `The note has ${text.length} characters.`,
      remedy: `Write what was wrong, what is changed about it and by whom, in at most ${LONGEST_NOTE} characters.`,
    };
  const { rows } = await transaction.query<{ providerId: string | null; note: string | null }>(TAKE, [incidentId]);
  const [incident] = rows;
  if (!incident || isStranger(by, incident.providerId))
    return { kind: 'unknown', reason: `There is no incident ${incidentId}.`, remedy: 'Look at the list of incidents.' };
  const { providerId } = incident;
  requireMay(by, 'incident.note', { providerId }, 'incident', ['input', 'incidentId']);
  await transaction.query('UPDATE incident SET note = $2 WHERE id = $1', [incidentId, text]);
  await recordAudit(transaction, {
    providerId,
    by,
    action: 'incident.note',
    entityType: 'incident',
    entityId: incidentId,
    before: { note: incident.note },
    after: { note: text },
  });
  return { kind: 'written' };
}
