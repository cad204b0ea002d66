import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useProvider } from '~/shell/provider';
import { openLive } from './open-live';
import type { Topic } from './topics';
import { useQuietRevalidate } from './use-quiet-revalidate';

/** `off`: the page follows nothing. `lost`: it shows what it had. */
export type LiveState = 'off' | 'live' | 'connecting' | 'lost';

interface Live {
  state: LiveState;
  follow: (topics: Topic[]) => () => void;
}

const LiveContext = createContext<Live>({ state: 'off', follow: () => () => {} });

/** However many changes come, a page is read again once a second at most. */
const THROTTLE_MS = 1000;

/** One stream per tab, of whatever the open page follows. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { links } = useProvider();
  const revalidate = useQuietRevalidate();
  const [state, setState] = useState<LiveState>('off');
  const [followed, setFollowed] = useState<ReadonlyMap<Topic, number>>(new Map());
  const topics = [...followed.keys()].sort().join(' ');
  const nudge = useThrottled(revalidate, THROTTLE_MS);

  useEffect(() => {
    if (topics === '') return;
    const query = new URLSearchParams(topics.split(' ').map((topic) => ['topic', topic]));
    return openLive(`${links.live}?${query}`, { onState: (next) => startTransition(() => setState(next)), onChange: nudge });
  }, [topics, links.live, nudge]);

  const follow = useCallback((wanted: Topic[]) => {
    // Not urgent: parts of the page that still wake up must not be thrown away for it.
    startTransition(() => setFollowed((now) => counted(now, wanted, 1)));
    return () => startTransition(() => setFollowed((now) => counted(now, wanted, -1)));
  }, []);
  const value = useMemo(() => ({ state, follow }), [state, follow]);
  return <LiveContext.Provider value={value}>{children}</LiveContext.Provider>;
}

function counted(now: ReadonlyMap<Topic, number>, topics: Topic[], by: 1 | -1): ReadonlyMap<Topic, number> {
  const next = new Map(now);
  for (const topic of topics) {
    const count = (next.get(topic) ?? 0) + by;
    if (count > 0) next.set(topic, count);
    else next.delete(topic);
  }
  return next;
}

/** The page's data are read again when one of the topics changes. */
export function useLive(...topics: Topic[]): LiveState {
  const { state, follow } = useContext(LiveContext);
  const wanted = topics.join(' ');
  useEffect(() => (wanted === '' ? undefined : follow(wanted.split(' ') as Topic[])), [wanted, follow]);
  return state;
}

export const useLiveState = (): LiveState => useContext(LiveContext).state;

/** Calls at once, then at most every `milliseconds`, and never loses the last call. */
function useThrottled(work: () => void, milliseconds: number): () => void {
  const latest = useRef(work);
  latest.current = work;
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const again = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    if (timer.current !== undefined) {
      again.current = true;
      return;
    }
    latest.current();
    const next = () => {
      timer.current = undefined;
      if (!again.current) return;
      again.current = false;
      latest.current();
      timer.current = setTimeout(next, milliseconds);
    };
    timer.current = setTimeout(next, milliseconds);
  }, [milliseconds]);
}
