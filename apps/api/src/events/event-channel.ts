/** What travels between processes: that there is something to read. The events themselves stay in the database. */
export type EventSignal = ChainRunSignal | ActivitySignal;

/** A chain run has events up to a number. */
export interface ChainRunSignal {
  chainRunId: string;
  number: number;
}

/** The activity log has grown. */
export interface ActivitySignal {
  activity: true;
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

/** Names of the channels that are listened to, on either transport. */
export const CHAIN_RUN_CHANNEL = 'rollcall_chain_events';
export const ACTIVITY_CHANNEL = 'rollcall_activity';
export const CHANNELS = [CHAIN_RUN_CHANNEL, ACTIVITY_CHANNEL] as const;

const CHAIN_RUN_SIGNAL = /^(\d{1,19}):(\d{1,10})$/;

/** On which channel a signal is sent, and in which words: `12:345`, as `appendEvents` sends it; none for activity, as its triggers do. */
export const writeSignal = (signal: EventSignal): { channel: string; payload: string } =>
  'activity' in signal
    ? { channel: ACTIVITY_CHANNEL, payload: '' }
    : { channel: CHAIN_RUN_CHANNEL, payload: `${signal.chainRunId}:${signal.number}` };

/** Null for what is no signal: anyone with access to the database may send to the channels. */
export function readSignal(channel: string, payload: string | undefined): EventSignal | null {
  if (channel === ACTIVITY_CHANNEL) return { activity: true };
  const [, chainRunId, number] = CHAIN_RUN_SIGNAL.exec(payload ?? '') ?? [];
  return chainRunId === undefined || number === undefined ? null : { chainRunId, number: Number(number) };
}
