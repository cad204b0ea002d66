import type { AppLoadContext } from '@remix-run/node';
import { print } from 'graphql';
import { createClient } from 'graphql-sse';
import { apiHeaders } from '~/api/ask.server';
import { graphql } from '~/api/graphql';
import type { LiveMessage, Topic } from './topics';

const CourseRunsChanged = graphql(`
  subscription ConsoleCourseRuns($provider: String!) {
    courseRunsChanged(filter: { provider: $provider }) {
      cursor
    }
  }
`);
const IncidentsChanged = graphql(`
  subscription ConsoleIncidents($provider: String!) {
    incidentsChanged(provider: $provider) {
      cursor
    }
  }
`);
const ChainRunsChanged = graphql(`
  subscription ConsoleChainRuns {
    chainRunsChanged {
      lastEventNumber
    }
  }
`);
const ChainRunEvents = graphql(`
  subscription ConsoleChainRun($chainRunId: ID!) {
    chainRunEvents(chainRunId: $chainRunId) {
      number
    }
  }
`);

const CHAIN_RUN = 'chain-run:';

function subscriptionOf(topic: Topic, provider: string): { query: string; variables: Record<string, unknown> } {
  if (topic === 'course-runs') return { query: print(CourseRunsChanged), variables: { provider } };
  if (topic === 'incidents') return { query: print(IncidentsChanged), variables: { provider } };
  if (topic === 'chain-runs') return { query: print(ChainRunsChanged), variables: {} };
  return { query: print(ChainRunEvents), variables: { chainRunId: topic.slice(CHAIN_RUN.length) } };
}

const LONGEST_WAIT_MS = 15_000;
/** An API that is started anew says so as its last word; that is no refusal. */
const SERVER_STOPPING = 'SERVER_STOPPING';

/**
 * Follows the API's subscriptions in the caller's name and hands on that something changed. After a break it connects again,
 * ever more patiently, and says `back`: the page then reads what it missed. Resolves when `signal` ends it, or when the API
 * refuses for good (the session has ended).
 */
export async function followApi(options: {
  request: Request;
  context: AppLoadContext;
  provider: string;
  topics: Topic[];
  signal: AbortSignal;
  tell: (message: LiveMessage) => void;
}): Promise<void> {
  const { request, context, provider, topics, signal, tell } = options;
  let lost = false;
  let refused = false;
  const waitLonger = async (tries: number): Promise<void> => {
    if (!lost) tell({ kind: 'lost' });
    lost = true;
    await pause(Math.min(500 * 2 ** tries, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2), signal);
  };
  const client = createClient({
    url: `${context.apiUrl}/graphql`,
    headers: apiHeaders(request, context),
    retryAttempts: Number.POSITIVE_INFINITY,
    fetchFn: async (url: string, init: RequestInit) => {
      const answer = await fetch(url, init);
      refused = answer.status === 401 || answer.status === 403;
      return answer;
    },
    retry: async (tries) => {
      // The library takes every bad answer for a bad line; asking again with the same cookie would change nothing.
      if (refused) throw new Error('The API refuses to be followed.');
      await waitLonger(tries);
    },
    on: {
      connected: () => {
        if (lost) tell({ kind: 'back' });
        lost = false;
      },
    },
  });
  const stop = () => client.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all(
      topics.map(async (topic) => {
        while (!signal.aborted) {
          let isStopping = false;
          for await (const result of client.iterate(subscriptionOf(topic, provider))) {
            isStopping = result.errors?.some(({ extensions }) => extensions?.['code'] === SERVER_STOPPING) ?? false;
            if (result.errors?.length) break;
            tell({ kind: 'changed', topic });
          }
          if (!isStopping) return;
          await waitLonger(0);
        }
      }),
    );
  } catch (error) {
    if (!signal.aborted)
      context.log.info(
        { event: 'live_refused', requestId: context.requestId, message: String(error) },
        'a live page was refused',
      );
  } finally {
    signal.removeEventListener('abort', stop);
    client.dispose();
  }
}

/** Resolves after `milliseconds`, or as soon as `signal` says so. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
