import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { SendText } from './send-results.js';

/** Beyond this many bytes that the other side has not taken, nothing more is produced for it. */
const MOST_UNSENT_BYTES = 16_384;

/**
 * Sends text frames. Those of one turn of the event loop leave in one write, whatever subscription of the socket they are
 * for. Answers with a promise where the other side must catch up first; a socket that is gone takes everything and sends nothing.
 * @param stream the connection under the socket
 */
export function createFrameSender(socket: WebSocket, stream: Duplex): SendText {
  let corked = false;
  const uncork = () => {
    corked = false;
    stream.uncork();
  };
  return (text) => {
    if (socket.readyState !== socket.OPEN) return;
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(uncork);
    }
    if (socket.bufferedAmount < MOST_UNSENT_BYTES) return socket.send(text);
    return new Promise<void>((resolve) => {
      // Where it breaks, the socket closes and its subscriptions end.
      socket.send(text, () => resolve());
    });
  };
}
