import { chainFailureText } from '@rollcall/domain/incident/chain-messages';
import type { PoolClient } from 'pg';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { type AlertParts, queueAlerts } from './queue-alert.js';

type RunParts = AlertParts & { chainRunId: string };

export interface ChainTrouble {
  /** "Daily sync" */
  chainTitle: string;
  /** Null where no step is to blame. */
  step: string | null;
  message: string;
  remedy: string | null;
}

/**
 * The failure names the incidents it opened, so that people get one message about it (S4.12) and not one more for each of them:
 * theirs are taken out of the outbox again, as long as nobody has begun to send them.
 */
const FOLD_INCIDENTS = `
  WITH folded AS (
    DELETE FROM alert_delivery WHERE chain_log_id = $1 AND kind = 'incident_opened' AND status = 'pending' AND attempts = 0
    RETURNING incident_id
  )
  SELECT id, title FROM incident WHERE id IN (SELECT incident_id FROM folded) OR (last_chain_log_id = $1 AND status = 'open') ORDER BY title`;

/** A required step failed: tells people at once (S4.18), in S4.12's words. */
export async function chainFailedAlert(
  transaction: PoolClient,
  parts: RunParts,
  { chainTitle, step, message, remedy }: ChainTrouble,
): Promise<void> {
  const { rows: incidents } = await transaction.query<{ id: string; title: string }>(FOLD_INCIDENTS, [parts.chainRunId]);
  const subject = chainFailureText(chainTitle, step ?? 'its start', maskIdentifiersIn(message));
  const named = incidents.map(({ title }) => `- ${title}`).join('\n');
  await queueAlerts(transaction, parts, [
    {
      kind: 'chain_failed',
      subject,
      body: bodyOf(parts, [
        subject,
        whatToDo(remedy),
        `Resume it from there: rollcall chain resume ${parts.chainRunId}`,
        named && `Incidents:\n${named}`,
      ]),
      data: { chainTitle, step, remedy, incidents },
    },
  ]);
}

/** Workers died in a step more often than it may cost: nobody goes on with it by themselves. */
export async function chainInterruptedAlert(
  transaction: PoolClient,
  parts: RunParts,
  { chainTitle, step, message, remedy }: ChainTrouble,
): Promise<void> {
  const subject = `${chainTitle} chain was interrupted${step === null ? '' : ` at ${step}`}: ${maskIdentifiersIn(message)}`;
  await queueAlerts(transaction, parts, [
    {
      kind: 'chain_interrupted',
      subject,
      body: bodyOf(parts, [subject, whatToDo(remedy), `Then resume it: rollcall chain resume ${parts.chainRunId}`]),
      data: { chainTitle, step, remedy },
    },
  ]);
}

/** A step holds back what it found until a person looks (bug 49). `message` is the sentence about the risk. */
export async function approvalNeededAlert(
  transaction: PoolClient,
  parts: RunParts,
  { chainTitle, step, message, remedy }: ChainTrouble,
): Promise<void> {
  const { chainRunId } = parts;
  const risk = maskIdentifiersIn(message);
  const how = `Look at it: rollcall chain show ${chainRunId}. Then decide: rollcall chain approve ${chainRunId}, or rollcall chain reject ${chainRunId}.`;
  await queueAlerts(transaction, parts, [
    {
      kind: 'approval_needed',
      subject: `${chainTitle} waits for approval: ${risk}`,
      body: bodyOf(parts, [risk, 'Nothing of it is written until somebody approves it.', remedy ?? how]),
      data: { chainTitle, step },
    },
  ]);
}

/** A chain did not run when it was due (bug 60). `dueAt` in epoch milliseconds. */
export async function tickMissedAlert(
  transaction: PoolClient,
  parts: AlertParts,
  { chainTitle, message, remedy, dueAt }: Omit<ChainTrouble, 'step'> & { dueAt: number | null },
): Promise<void> {
  const due = dueAt === null ? null : new Date(dueAt).toISOString();
  await queueAlerts(transaction, parts, [
    {
      kind: 'tick_missed',
      subject: `${chainTitle} did not run: ${message}`,
      body: bodyOf(parts, [message, due && `It was due at ${due}.`, whatToDo(remedy)]),
      data: { chainTitle, dueAt: due, remedy },
    },
  ]);
}

const whatToDo = (remedy: string | null): string | null => (remedy === null ? null : `What to do: ${remedy}`);

function bodyOf({ provider, chainRunId }: AlertParts, paragraphs: readonly (string | null)[]): string {
  const about = [
    `Provider: ${provider?.name ?? 'the whole installation'}`,
    ...(chainRunId === null ? [] : [`Chain run: ${chainRunId}`]),
  ];
  return `${[...paragraphs.filter(Boolean), about.join('\n')].join('\n\n')}\n`;
}
