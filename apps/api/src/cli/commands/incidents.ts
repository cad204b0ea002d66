import type { Command } from 'commander';
import { findIncident, type Incident, listIncidents } from '../../modules/incidents/incident-row.js';
import { writeIncidentNote } from '../../modules/incidents/write-incident-note.js';
import { inTransaction } from '../../persistence/transaction.js';
import { RefusedError } from '../../workflow/refused-error.js';
import { type Cli, withDependencies } from '../context.js';
import { rowId } from '../options/row-id.js';
import { incidentText } from '../output/incident-text.js';
import { note, print, printJson } from '../output/terminal.js';
import { COMMAND_LINE } from '../start-by-hand.js';

/** `rollcall incidents`, `rollcall incidents note ID TEXT` (S1.19) */
export function addIncidents(parent: Command, cli: Cli): void {
  const incidents = parent
    .command('incidents')
    .description('list what is wrong at SSG or here, repeated failures as one; write down what is done about it')
    .option('--all', 'closed ones too')
    .option('--json', 'print them as JSON')
    .action((options: { all?: true; json?: true }) => list(cli, options));

  incidents
    .command('note')
    .description('keep what was wrong, what is changed about it and by whom')
    .argument('<id>', 'of the incident', rowId)
    .argument('<text...>', 'the note; a later one takes its place')
    .option('--json', 'print the incident as JSON')
    // The parent has an option of the same name, and commander gives it to the parent.
    .action((id: string, words: string[], _options: unknown, command: Command) =>
      writeNote(cli, id, words.join(' '), Boolean(command.optsWithGlobals()['json'])),
    );
}

async function list(cli: Cli, { all, json }: { all?: true; json?: true }): Promise<void> {
  const incidents = await withDependencies(cli, (deps) => listIncidents(deps.database.pool, all ? {} : { status: 'open' }));
  if (json) return printJson(cli.terminal, incidents.map(withDates));
  if (incidents.length === 0)
    return note(cli.terminal, all ? 'There has been no incident.' : 'No incident is open. Closed ones: rollcall incidents --all');
  return print(cli.terminal, incidents.map((incident) => incidentText(incident, cli.terminal.colours)).join('\n\n'));
}

async function writeNote(cli: Cli, id: string, text: string, json: boolean): Promise<void> {
  const incident = await withDependencies(cli, ({ database }) =>
    inTransaction(database.pool, async (transaction) => {
      const outcome = await writeIncidentNote(transaction, id, text, COMMAND_LINE);
      if (outcome.kind !== 'written') throw new RefusedError(outcome.reason, outcome.remedy);
      return findIncident(transaction, id);
    }),
  );
  if (json) return printJson(cli.terminal, incident && withDates(incident));
  note(cli.terminal, 'The note is kept.');
}

const withDates = ({ recentAt, firstSeenAt, lastSeenAt, closedAt, noteRequestedAt, ...incident }: Incident) => ({
  ...incident,
  recentAt: recentAt.map((moment) => new Date(moment)),
  firstSeenAt: new Date(firstSeenAt),
  lastSeenAt: new Date(lastSeenAt),
  closedAt: closedAt === null ? null : new Date(closedAt),
  noteRequestedAt: noteRequestedAt === null ? null : new Date(noteRequestedAt),
});
