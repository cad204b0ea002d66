import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import { EXTERNAL_KEY } from '../http/test-api.js';

/** A message of graphql-transport-ws. */
export interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

/** A socket that speaks graphql-transport-ws word by word, so that tests see what really travels. */
export interface FollowingSocket {
  socket: WebSocket;
  send(message: Message): void;
  /** The next message that is not a ping. Rejects when the socket closes before. */
  receive(): Promise<Message>;
  subscribe(query: string, variables?: Record<string, unknown>, id?: string): void;
  /** The close code. */
  closed: Promise<number>;
}

/** Opens a socket that says it has the installation's key; `init: false` leaves it without an introduction. */
export async function openSocket(
  url: string,
  options: ClientOptions & { init?: boolean; protocol?: string; payload?: Record<string, unknown> } = {},
): Promise<FollowingSocket> {
  const { init = true, protocol = 'graphql-transport-ws', payload = { apiKey: EXTERNAL_KEY }, ...clientOptions } = options;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, protocol, clientOptions);
  const received: Message[] = [];
  const waiting: { resolve(message: Message): void; reject(error: Error): void }[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    const first = waiting.shift();
    if (first) first.resolve(message);
    else received.push(message);
  });
  const closed = once(socket, 'close').then(([code]: number[]) => {
    for (const { reject } of waiting) reject(new Error(`The socket closed with ${code}`));
    return code ?? 0;
  });
  closed.catch(() => undefined);
  await once(socket, 'open');
  const send = (message: Message) => socket.send(JSON.stringify(message));
  const receive = () =>
    new Promise<Message>((resolve, reject) => {
      const first = received.shift();
      if (first) resolve(first);
      else if (socket.readyState === WebSocket.CLOSED) reject(new Error('The socket is closed'));
      else waiting.push({ resolve, reject });
    });
  if (init) {
    send({ type: 'connection_init', payload });
    const answer = await receive();
    if (answer.type !== 'connection_ack') throw new Error(`The server answered ${JSON.stringify(answer)}`);
  }
  return {
    socket,
    send,
    receive,
    subscribe: (query, variables = {}, id = '1') => send({ id, type: 'subscribe', payload: { query, variables } }),
    closed,
  };
}

/** What a stream of server-sent events brings, one by one: `next` with the result, `complete` at the end. */
export async function* readServerSentEvents(response: Response): AsyncGenerator<{ event: string; data: unknown }> {
  if (!response.body) throw new Error('The answer has no body');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += chunk.value;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const event = lines.find((line) => line.startsWith('event: '))?.slice(7);
      const data = lines
        .find((line) => line.startsWith('data:'))
        ?.slice(5)
        .trim();
      if (event) yield { event, data: data ? JSON.parse(data) : null };
    }
  }
}
