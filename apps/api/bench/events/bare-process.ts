import { WebSocketServer } from 'ws';
import { serveParent, tellParent } from './child.js';
import { clock, inRhythm, type Numbers } from './plan.js';

/** The rival: sends texts to every socket, and knows neither a database nor GraphQL. */
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
sockets.on('connection', (socket) => {
  // The clients are the same as the API's, and wait for this.
  socket.once('message', () => socket.send('{"type":"connection_ack"}'));
});

const round = async ({ from, to, texts }: Numbers & { texts: string[] }) => {
  const sentAt: [number: number, at: number][] = [];
  await inRhythm({ from, to }, (numbers) => {
    const now = clock();
    for (const number of numbers) {
      sentAt.push([number, now]);
      for (const socket of sockets.clients) socket.send(texts[number - from] ?? '');
    }
  });
  tellParent({ type: 'sent', sentAt });
};

serveParent({ round }, async () => {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
});
sockets.once('listening', () => {
  const address = sockets.address();
  tellParent({ type: 'ready', url: `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` });
});
