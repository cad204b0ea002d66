import type { Command } from 'commander';
import { type Delivery, listDeliveries } from '../../modules/alerts/list-deliveries.js';
import { requeueDelivery } from '../../modules/alerts/requeue-delivery.js';
import { RefusedError } from '../../workflow/refused-error.js';
import { type Cli, withDependencies } from '../context.js';
import { rowId } from '../options/row-id.js';
import { alertsText, maskRecipient } from '../output/alerts-text.js';
import { note, print, printJson } from '../output/terminal.js';

/** `rollcall alerts`, `rollcall alerts requeue ID` (bug 28) */
export function addAlerts(parent: Command, cli: Cli): void {
  const alerts = parent
    .command('alerts')
    .description('list the messages to people: sent, waiting, given up')
    .option('--dead', 'only those that were given up')
    .option('--json', 'print them as JSON')
    .action((options: { dead?: true; json?: true }) => list(cli, options));

  alerts
    .command('requeue')
    .description('send a message that was given up again')
    .argument('<id>', 'of the message', rowId)
    .option('--json', 'print what was done as JSON')
    // The parent has an option of the same name, and commander gives it to the parent.
    .action((id: string, _options: unknown, command: Command) => requeue(cli, id, Boolean(command.optsWithGlobals()['json'])));
}

async function list(cli: Cli, { dead, json }: { dead?: true; json?: true }): Promise<void> {
  const deliveries = await withDependencies(cli, (deps) => listDeliveries(deps.database.pool, dead ? { status: 'dead' } : {}));
  if (json) return printJson(cli.terminal, deliveries.map(forPrograms));
  if (deliveries.length === 0) return note(cli.terminal, dead ? 'No message was given up.' : 'There has been no message yet.');
  return print(cli.terminal, alertsText(deliveries, cli.terminal.colours));
}

async function requeue(cli: Cli, id: string, json: boolean): Promise<void> {
  const outcome = await withDependencies(cli, (deps) => requeueDelivery(deps.database.pool, id));
  if (outcome.kind === 'refused') throw new RefusedError(outcome.reason, outcome.remedy);
  if (json) return printJson(cli.terminal, { requeued: id });
  note(cli.terminal, 'It is sent again by the next worker that looks. See: rollcall alerts');
}

const forPrograms = ({ createdAt, nextAttemptAt, sentAt, ...delivery }: Delivery) => ({
  ...delivery,
  recipient: maskRecipient(delivery),
  createdAt: new Date(createdAt),
  nextAttemptAt: new Date(nextAttemptAt),
  sentAt: sentAt === null ? null : new Date(sentAt),
});
