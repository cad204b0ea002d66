import type { PoolClient } from 'pg';
import type { Dependencies } from '../../dependencies.js';
import { alertRecipients } from './alert-recipients.js';
import type { AlertSettings } from './alert-settings.js';
import { type NewDelivery, queueDeliveries } from './queue-delivery.js';

/** Whom an alert concerns, and what is needed to write it. */
export interface AlertParts {
  deps: Pick<Dependencies, 'now' | 'newId'>;
  settings: AlertSettings;
  /** Null: it concerns the installation. */
  provider: { id: string; name: string; alertEmails: readonly string[] } | null;
  /** The chain run it happened in; a bigint, as text. */
  chainRunId: string | null;
}

/** What people are to be told. */
export interface Alert {
  kind: string;
  subject: string;
  body: string;
  incidentId?: string;
  /** For programs: JSON, no identifier in the clear. */
  data?: Record<string, unknown>;
}

/** A subject is one line; what is longer stands in the body whole. */
const LONGEST_SUBJECT = 250;

/** Puts a message per alert and recipient into the outbox, in one statement for all of them. */
export async function queueAlerts(transaction: PoolClient, parts: AlertParts, alerts: readonly Alert[]): Promise<void> {
  const recipients = alertRecipients(parts.settings, parts.provider);
  await queueDeliveries(
    transaction,
    alerts.flatMap((alert) => recipients.map((recipient) => deliveryOf(parts, alert, recipient))),
  );
}

function deliveryOf(parts: AlertParts, alert: Alert, recipient: Pick<NewDelivery, 'channel' | 'recipient'>): NewDelivery {
  const { deps, provider, chainRunId } = parts;
  return {
    id: deps.newId(),
    providerId: provider?.id ?? null,
    incidentId: alert.incidentId ?? null,
    chainRunId,
    kind: alert.kind,
    ...recipient,
    subject: oneLine(alert.subject),
    body: alert.body,
    data: { provider: provider && { id: provider.id, name: provider.name }, chainRunId, ...alert.data },
  };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1)}…` : line;
}
