/** What travels between processes: that a chain run has events up to a number. The events themselves stay in the database. */
export interface EventSignal {
  chainRunId: string;
  number: number;
}

export interface SignalListener {
  onSignal(signal: EventSignal): void;
  /** Listening begins, for the first time or again: signals from before may be lost, so whoever waits looks for himself. */
  onListening(): void;
}

/** How processes tell each other of events: PostgreSQL's LISTEN/NOTIFY, or Redis. Signals may be lost and may repeat. */
export interface EventChannel {
  /** Begins to listen, and goes on through every lost connection until `close`. Call it once. */
  listen(listener: SignalListener): void;
  /** Tells the others, after the commit. Never rejects: a signal that is lost only makes subscribers wait for the next look. */
  publish(signal: EventSignal): Promise<void>;
  /** Ends the connection. May be called again. */
  close(): Promise<void>;
}

/** Name of the channel, on either transport. */
export const CHANNEL_NAME = 'rollcall_chain_events';

const SIGNAL = /^(\d{1,19}):(\d{1,10})$/;

/** `12:345`, as `appendEvents` sends it. */
export const writeSignal = ({ chainRunId, number }: EventSignal): string => `${chainRunId}:${number}`;

/** Null for what is no signal: anyone with access to the database may send to the channel. */
export function readSignal(payload: string | undefined): EventSignal | null {
  const [, chainRunId, number] = SIGNAL.exec(payload ?? '') ?? [];
  return chainRunId === undefined || number === undefined ? null : { chainRunId, number: Number(number) };
}
