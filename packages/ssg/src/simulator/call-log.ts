/** One request, without its body. */
export interface CallRecord {
  /** 1, 2, 3 … over the simulator's life; `clear` does not restart it. */
  number: number;
  /** An operation's name, `token`, or `unknown` for a path that SSG has not got. */
  operation: string;
  method: string;
  /** Without the query. */
  path: string;
  app: string | null;
  /** HTTP status; null while it runs, and when the connection was cut instead. */
  status: number | null;
  /** ISO instant by the simulator's clock. */
  startedAt: string;
  /** Milliseconds since the simulator started, by a clock that never jumps: for measuring the pace of a client. */
  startedAfterMs: number;
  /** Null while it runs. */
  elapsedMs: number | null;
  /** What the client sent as `x-correlation-id`. */
  correlationId: string | null;
}

export interface CallLog {
  /** Oldest first; optionally one operation's. */
  list(operation?: string): CallRecord[];
  /** Calls per operation since the last clear, those that no longer fit the list included. */
  counts(): Record<string, number>;
  clear(): void;
}

export interface WritableCallLog extends CallLog {
  start(call: Pick<CallRecord, 'operation' | 'method' | 'path' | 'correlationId'>): StartedCall;
}

export interface StartedCall {
  /** The call turned out to be from this app. */
  from(app: string): void;
  /** Null: the connection was cut without an answer. */
  finish(status: number | null): void;
}

/** Keeps the last `capacity` calls. `now` answers epoch milliseconds. */
export function createCallLog(now: () => number, capacity = 10_000): WritableCallLog {
  const startedAt = performance.now();
  let records: CallRecord[] = [];
  let counts = new Map<string, number>();
  let number = 0;
  return {
    start(call) {
      const startedAfterMs = performance.now() - startedAt;
      const record: CallRecord = {
        number: ++number,
        ...call,
        app: null,
        status: null,
        startedAt: new Date(now()).toISOString(),
        startedAfterMs,
        elapsedMs: null,
      };
      records.push(record);
      // Cut in big steps, so that a long run does not move the whole list with each call.
      if (records.length > capacity * 1.25) records = records.slice(-capacity);
      counts.set(call.operation, (counts.get(call.operation) ?? 0) + 1);
      return {
        from: (app) => void (record.app = app),
        finish(status) {
          record.status = status;
          record.elapsedMs = performance.now() - startedAt - startedAfterMs;
        },
      };
    },
    list: (operation) => records.slice(-capacity).filter((record) => operation === undefined || record.operation === operation),
    counts: () => Object.fromEntries(counts),
    clear() {
      records = [];
      counts = new Map();
    },
  };
}
