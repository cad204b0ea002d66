import { createServer } from 'node:http';
import type { BareMessage } from './bare-server.js';

/** The floor: a server that knows its answers by heart. Event streams stay open and say nothing. */
process.once('message', ({ answers }: BareMessage) => {
  const known = new Map(
    Object.entries(answers).map(([path, { headers, body }]) => {
      const bytes = Buffer.from(body, 'base64');
      return [path, { bytes, headers: { ...headers, 'content-length': bytes.length } }];
    }),
  );
  const server = createServer((request, response) => {
    const answer = known.get(request.url ?? '');
    if (answer) response.writeHead(200, answer.headers).end(answer.bytes);
    else if (request.headers.accept === 'text/event-stream')
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': nothing will happen\n\n');
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
  });
});
// Whoever started it holds a channel to it; when that breaks, nobody is left to end it.
process.once('disconnect', () => process.exit(0));
