import type { LiveState } from './live-provider';
import type { LiveMessage } from './topics';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Keeps an event stream open, through refusals too (a browser gives those up), and closes it while nobody looks at the tab.
 * Whatever was missed meanwhile is caught up by one more reading.
 */
export function openLive(
  url: string,
  { onState, onChange }: { onState: (state: LiveState) => void; onChange: () => void },
): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let missed = false;

  const open = () => {
    clearTimeout(timer);
    if (source || document.hidden) return;
    const stream = new EventSource(url);
    source = stream;
    stream.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      onState('live');
      if (missed) onChange();
      missed = false;
    });
    stream.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as LiveMessage;
      if (message.kind === 'lost') return onState('lost');
      if (message.kind === 'back') onState('live');
      if (message.kind === 'ended') stop();
      onChange();
    });
    stream.addEventListener('error', () => {
      missed = true;
      onState('lost');
      if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
      source = null;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  function look(): void {
    if (!document.hidden) return open();
    missed = true;
    close();
  }

  const stop = () => {
    document.removeEventListener('visibilitychange', look);
    close();
    onState('off');
  };

  onState('connecting');
  open();
  document.addEventListener('visibilitychange', look);
  return stop;
}
