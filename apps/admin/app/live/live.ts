import { pageLoader } from '~/api/page.server';
import { followApi } from './follow-api.server';
import { isTopic, type LiveMessage } from './topics';

const HEARTBEAT_MS = 15_000;
const MOST_TOPICS = 5;

/** `/p/:uen/live?topic=…&topic=…`: an event stream of nudges. Ends with the page that reads it, and leaves nothing behind. */
export const loader = pageLoader(async ({ request, context, url, uen }) => {
  const topics = [...new Set(url.searchParams.getAll('topic').filter(isTopic))].slice(0, MOST_TOPICS);
  if (topics.length === 0) return Response.json({ message: 'Say what to follow: ?topic=course-runs' }, { status: 400 });
  const ended = new AbortController();
  const signal = AbortSignal.any([request.signal, ended.signal]);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      const write = (text: string) => {
        if (!signal.aborted) stream.enqueue(encoder.encode(text));
      };
      const tell = (message: LiveMessage) => write(`data: ${JSON.stringify(message)}\n\n`);
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      signal.addEventListener('abort', () => clearInterval(heartbeat), { once: true });
      write('retry: 2000\n\n');
      void followApi({ request, context, provider: uen, topics, signal, tell }).finally(() => {
        clearInterval(heartbeat);
        if (signal.aborted) return;
        tell({ kind: 'ended' });
        stream.close();
      });
    },
    cancel: () => ended.abort(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
});
