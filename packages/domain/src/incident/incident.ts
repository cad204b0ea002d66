/** An incident is open until what failed succeeds again. */
export const INCIDENT_STATUSES = ['open', 'closed'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** The messages that an incident gives rise to, each of them once. */
export const INCIDENT_MESSAGES = ['incident_opened', 'note_requested', 'incident_closed'] as const;
export type IncidentMessage = (typeof INCIDENT_MESSAGES)[number];

/** An open incident: one trouble with one fingerprint, however often it happens. All times in epoch milliseconds. */
export interface OpenIncident {
  firstSeen: number;
  lastSeen: number;
  /** How often it happened again after the first time. */
  repeats: number;
  /** The newest moments at which it happened, the first one among them while it is one of the newest. */
  occurrences: readonly number[];
  /** Whether a corrective-action note has been asked for. */
  noteRequested: boolean;
}
