import type { PoolClient } from 'pg';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';

/** Who writes a note (X7). */
export interface NoteAuthor {
  type: 'user' | 'api_key' | 'token' | 'system';
  id: string | null;
  role: string;
}

export type NoteOutcome = { kind: 'written' } | { kind: 'refused'; reason: string; remedy: string };

const LONGEST_NOTE = 4000;

const WRITE = `
  WITH before AS (
    SELECT id, provider_id, note FROM incident WHERE id = $1 FOR UPDATE
  ), written AS (
    UPDATE incident SET note = $2 FROM before WHERE incident.id = before.id RETURNING incident.id
  )
  INSERT INTO audit_trail (provider_id, actor_type, actor_id, actor_role, action, entity_type, entity_id, before, after)
  SELECT before.provider_id, $3, $4, $5, 'incident.note', 'incident', before.id, jsonb_build_object('note', before.note), jsonb_build_object('note', $2::text)
  FROM before JOIN written ON written.id = before.id`;

/**
 * Keeps what was wrong, what is changed about it and by whom (S1.19), for an open incident or a closed one, with its audit. A
 * later note takes the place of an earlier one, which stays in the audit. `incidentId` is a UUID.
 */
export async function writeIncidentNote(
  transaction: PoolClient,
  incidentId: string,
  note: string,
  by: NoteAuthor,
): Promise<NoteOutcome> {
  const text = maskIdentifiersIn(note.trim());
  if (text === '' || text.length > LONGEST_NOTE)
    return {
      kind: 'refused',
      reason: text === '' ? 'The note is empty.' : `The note has ${text.length} characters.`,
      remedy: `Write what was wrong, what is changed about it and by whom, in at most ${LONGEST_NOTE} characters.`,
    };
  const { rowCount } = await transaction.query(WRITE, [incidentId, text, by.type, by.id, by.role]);
  if (rowCount === 1) return { kind: 'written' };
  return { kind: 'refused', reason: `There is no incident ${incidentId}.`, remedy: 'Look at the list of incidents.' };
}
