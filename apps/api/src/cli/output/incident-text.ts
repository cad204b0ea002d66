import type { Incident } from '../../modules/incidents/incident-row.js';
import { momentText } from './moment-text.js';
import type { Colours } from './terminal.js';

const RUNS_SHOWN = 10;

/** An incident for people: what, how often, what to do. Times in UTC, because it may be about several providers' zones. */
export function incidentText(incident: Incident, { bold, red, green, yellow, dim }: Colours): string {
  const { status, title, message, remedy, runsTouched, note, noteRequestedAt, closedReason } = incident;
  return [
    `${status === 'open' ? red('open  ') : green('closed')}  ${bold(title)}  ${seenText(incident)}`,
    ...[
      message,
      ...(remedy === null ? [] : [remedy]),
      ...(closedReason === null ? [] : [dim(closedReason)]),
      ...(runsTouched.length === 0 ? [] : [dim(`course runs ${runsText(runsTouched)}`)]),
      ...(note === null ? [] : [`note: ${note}`]),
      ...(note === null && noteRequestedAt !== null
        ? [yellow('It keeps coming back: a note on what is done about it is asked for.')]
        : []),
      dim(`${incident.lastChainRunId === null ? '' : `chain run ${incident.lastChainRunId}, `}id ${incident.id}`),
    ].map((line) => `        ${line}`),
  ].join('\n');
}

function seenText({ occurrences, firstSeenAt, lastSeenAt }: Incident): string {
  if (occurrences === 1) return `once, ${momentText(firstSeenAt, 'UTC')} UTC`;
  return `${occurrences} times, last ${momentText(lastSeenAt, 'UTC')} UTC`;
}

function runsText(runs: readonly string[]): string {
  const more = runs.length - RUNS_SHOWN;
  return `${runs.slice(0, RUNS_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
