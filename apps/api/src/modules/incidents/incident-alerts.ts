import type { IncidentMessage } from '@rollcall/domain/incident/incident';
import type { Alert, AlertParts } from '../alerts/queue-alert.js';
import type { Incident } from './incident-row.js';

/** A message names this many course runs; the incident names up to a hundred. */
const RUNS_SHOWN = 10;

const FOREWORDS: Record<IncidentMessage, string> = {
  incident_opened:
    'Something went wrong. There is one more message when it works again, and none in between unless it keeps coming back.',
  note_requested:
    'This keeps coming back. Please write down what was wrong, what is changed about it and by whom, in the note of the incident, and bring in engineering.',
  incident_closed: 'This works again; nothing needs to be done.',
};

const SUBJECTS: Record<IncidentMessage, string> = {
  incident_opened: 'Incident',
  note_requested: 'Corrective action needed',
  incident_closed: 'Closed',
};

/** The message that an incident gives rise to. `reason` is the decision's, in a sentence. */
export function incidentAlert(
  kind: IncidentMessage,
  incident: Incident,
  provider: AlertParts['provider'],
  reason: string,
): Alert {
  const facts = [
    `Message: ${incident.message}`,
    ...(kind !== 'incident_closed' && incident.remedy !== null ? [`What to do: ${incident.remedy}`] : []),
    ...(kind === 'incident_opened' ? [] : [`Why you are told: ${reason}`]),
    `Where: ${incident.upstream ?? 'Rollcall itself'}${incident.endpoint === null ? '' : `, ${incident.endpoint}`}`,
    `Provider: ${provider?.name ?? 'the whole installation'}`,
    `Seen: ${seenText(incident)}`,
    ...(incident.runsTouched.length > 0 ? [`Course runs: ${runsText(incident.runsTouched)}`] : []),
    ...(incident.lastChainRunId === null ? [] : [`Chain run: ${incident.lastChainRunId}`]),
    `Incident: ${incident.id}`,
  ];
  const { id, fingerprint, upstream, errorClass, endpoint, occurrences, remedy, runsTouched } = incident;
  return {
    kind,
    incidentId: id,
    subject: `${SUBJECTS[kind]}: ${incident.title}`,
    body: `${FOREWORDS[kind]}\n\n${facts.join('\n')}\n`,
    data: { incident: { id, fingerprint, upstream, errorClass, endpoint, occurrences, remedy, runsTouched }, reason },
  };
}

function seenText({ occurrences, firstSeenAt, lastSeenAt }: Incident): string {
  if (occurrences === 1) return `once, ${utc(firstSeenAt)}`;
  return `${occurrences} times, from ${utc(firstSeenAt)} to ${utc(lastSeenAt)}`;
}

function runsText(runs: readonly string[]): string {
  const more = runs.length - RUNS_SHOWN;
  return `${runs.slice(0, RUNS_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `2026-11-22 02:00 UTC` */
const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
