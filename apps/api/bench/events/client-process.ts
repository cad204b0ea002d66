import { once } from 'node:events';
import { WebSocket } from 'ws';
import { serveParent, tellParent } from './child.js';
import { clock, DOCUMENT, KEY } from './plan.js';

/** Subscribers as light as can be: they find the number in the bytes and note the time. */
interface Subscriber {
  /** Where it begins, and where it goes when it has had `leaveAfter` events. */
  urls: string[];
  leaveAfter: number;
  socket: WebSocket | null;
  /** By event number: when it arrived. */
  arrivedAt: Float64Array;
  /** Events committed before are history to it. */
  since: Float64Array;
  last: number;
  fault: string | null;
}

interface Opening {
  count: number;
  urls: string[];
  leaveAfter: number;
  runId: string | null;
  events: number;
}

const NUMBER = Buffer.from('"number":');
const subscribers: Subscriber[] = [];
let runId: string | null = null;
let awaited = 0;
let unfinished = 0;

async function connect(subscriber: Subscriber): Promise<void> {
  const [url = ''] = subscriber.urls;
  const socket = new WebSocket(`${url}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false });
  subscriber.socket = socket;
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { apiKey: KEY } }));
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => receive(subscriber, socket, data));
  subscriber.since.fill(clock(), subscriber.last + 1);
  if (runId !== null)
    socket.send(
      JSON.stringify({
        id: '1',
        type: 'subscribe',
        payload: { query: DOCUMENT, variables: { run: runId, after: subscriber.last } },
      }),
    );
}

function receive(subscriber: Subscriber, socket: WebSocket, data: Buffer): void {
  if (socket !== subscriber.socket) return;
  const at = data.indexOf(NUMBER);
  if (at < 0) {
    if (!data.includes('"complete"')) subscriber.fault ??= `it got ${data.toString().slice(0, 200)}`;
    return;
  }
  const number = Number.parseInt(data.toString('latin1', at + NUMBER.length, at + NUMBER.length + 7), 10);
  if (number !== subscriber.last + 1) subscriber.fault ??= `it got event ${number} after ${subscriber.last}`;
  subscriber.last = number;
  subscriber.arrivedAt[number] = clock();
  if (number === awaited) {
    unfinished -= 1;
    if (unfinished === 0) tellParent({ type: 'reached' });
  }
  if (number !== subscriber.leaveAfter) return;
  subscriber.urls.reverse();
  socket.terminate();
  void connect(subscriber);
}

async function open(opening: Opening): Promise<void> {
  runId = opening.runId;
  for (let index = 0; index < opening.count; index += 1) {
    const subscriber: Subscriber = {
      urls: [...opening.urls],
      leaveAfter: opening.leaveAfter,
      socket: null,
      arrivedAt: new Float64Array(opening.events + 1),
      since: new Float64Array(opening.events + 1),
      last: 0,
      fault: null,
    };
    subscribers.push(subscriber);
    await connect(subscriber);
  }
  tellParent({ type: 'opened' });
}

/** Tells when every subscriber has had the event of this number. */
function reach({ number }: { number: number }): void {
  awaited = number;
  unfinished = subscribers.filter(({ last }) => last < number).length;
  if (unfinished === 0) tellParent({ type: 'reached' });
}

/** The milliseconds of every delivery of an event that the subscriber was there for; then everybody hangs up. */
function report({ sentAt: pairs }: { sentAt: [number: number, at: number][] }): void {
  const sentAt = new Map(pairs);
  const delays: number[] = [];
  for (const { arrivedAt, since } of subscribers)
    for (let number = 1; number < arrivedAt.length; number += 1) {
      const sent = sentAt.get(number) ?? Number.NaN;
      if (sent > (since[number] ?? 0)) delays.push((arrivedAt[number] ?? Number.NaN) - sent);
    }
  const faults = subscribers.flatMap(({ fault, last, arrivedAt }) =>
    fault ? [fault] : last === arrivedAt.length - 1 ? [] : [`its last event was ${last}`],
  );
  for (const { socket } of subscribers.splice(0)) socket?.terminate();
  tellParent({ type: 'report', delays: Float32Array.from(delays), faults });
}

serveParent({ open, reach, report }, async () => undefined);
tellParent({ type: 'ready' });
