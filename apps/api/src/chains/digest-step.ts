import type { PoolClient } from 'pg';
import { alertRecipients } from '../modules/alerts/alert-recipients.js';
import { queueDeliveries } from '../modules/alerts/queue-delivery.js';
import { digestSubject, digestText } from '../modules/attention/digest-text.js';
import { readAttention } from '../modules/attention/read-attention.js';
import type { StepHandler } from '../workflow/step-handler.js';

const DIGEST = 'digest';

const ALREADY_QUEUED = `SELECT recipient FROM alert_delivery WHERE chain_log_id = $1 AND kind = '${DIGEST}' AND channel = 'email'`;

/**
 * Writes one e-mail per recipient on what needs attention at the provider. The messages are queued together with the record of
 * the step: a step that runs twice in a chain run queues what is missing, and nobody is written to twice (bug 54).
 */
export const digestStep: StepHandler = async (context) => {
  const { deps, provider, run } = context;
  if (!provider) throw new Error(`A digest is for one provider, and chain run ${run.id} has none.`);
  const attention = await readAttention(deps.database.pool, provider, run.today);
  const recipients = alertRecipients(deps.settings.alerts, provider).filter(({ channel }) => channel === 'email');
  const things = Object.fromEntries(attention.groups.map(({ kind, total }) => [kind, total]));
  const subject = digestSubject(attention);
  if (run.dryRun)
    return { kind: 'completed', counts: { ...things, queued: 0 }, message: `Dry run, not sent: ${subject}.`, output: attention };
  if (recipients.length === 0)
    return {
      kind: 'completed',
      counts: { ...things, queued: 0 },
      message: `${subject}. Nobody is named to write to: set ALERT_EMAILS, or the provider’s alert e-mails.`,
      output: attention,
    };
  const body = digestText(attention);
  return {
    kind: 'completed',
    counts: things,
    message: `${subject}.`,
    output: attention,
    apply: async (transaction) => {
      const queued = await queuedAlready(transaction, run.id);
      const missing = recipients.filter(({ recipient }) => !queued.has(recipient));
      const message = { providerId: provider.id, chainRunId: run.id, kind: DIGEST, subject, body, data: attention };
      await queueDeliveries(
        transaction,
        missing.map(({ channel, recipient }) => ({ ...message, id: deps.newId(), channel, recipient })),
      );
      return { counts: { ...things, queued: missing.length } };
    },
  };
};

async function queuedAlready(transaction: PoolClient, chainRunId: string): Promise<Set<string>> {
  const { rows } = await transaction.query<{ recipient: string }>(ALREADY_QUEUED, [chainRunId]);
  return new Set(rows.map(({ recipient }) => recipient));
}
