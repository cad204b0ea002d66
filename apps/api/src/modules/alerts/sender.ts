import type { AlertChannel } from '@rollcall/domain/incident/alert-delivery';

/** A message as it goes out. */
export interface OutgoingMessage {
  /** Stays the same however often it is sent. */
  id: string;
  kind: string;
  recipient: string;
  subject: string;
  body: string;
  data: unknown;
  /** Epoch milliseconds. */
  createdAt: number;
}

/** Sends one message, or throws what is then kept as the reason; its text must not hold a secret. Ends by itself within a minute. */
export type Sender = (message: OutgoingMessage) => Promise<void>;

export type Senders = Readonly<Record<AlertChannel, Sender>>;
