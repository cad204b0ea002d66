import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { ChainRunRowFragment } from './chain-run-row-fragment';
import { StepRunFragment } from './step-run-fragment';

const ChainRunPage = graphql(
  `
    query ChainRunPage($id: ID!) {
      chainRun(id: $id) {
        ...ChainRunRow
        today
        remedy
        currentStep
        predictedFinishAt
        cancelRequestedAt
        cancelRequestedBy
        provider {
          uen
        }
        chain {
          name
          title
          scope
          steps {
            name
            title
            tier
            required
            needs {
              step
              kind
            }
          }
        }
        steps {
          ...StepRun
        }
        waitingApproval {
          step
          sentence
          requestedAt
        }
        resumptions {
          number
          status
          startedAt
        }
        events(first: 1) {
          totalCount
        }
      }
    }
  `,
  [ChainRunRowFragment, StepRunFragment],
);

const ChainRunEvents = graphql(`
  query ChainRunEvents($id: ID!, $after: Int!, $middle: Int!) {
    chainRun(id: $id) {
      earlier: events(after: $after, first: 100) {
        nodes {
          number
          kind
          step
          message
          createdAt
        }
      }
      later: events(after: $middle, first: 100) {
        nodes {
          number
          kind
          step
          message
          createdAt
        }
      }
    }
  }
`);

export type ChainRunView = Awaited<ReturnType<typeof readChainRun>>;
export type StepRunView = ChainRunView['steps'][number];
export type EventView = Awaited<ReturnType<typeof readEvents>>['events'][number];

/** A chain run by its number or global id; 404 for another provider's. */
export async function readChainRun({ ask, uen, param }: PageRequest) {
  const id = param('chainRunId');
  const { chainRun } = await ask(ChainRunPage, { id });
  if (!chainRun || (chainRun.provider !== null && chainRun.provider.uen !== uen))
    throw notFound(`chain run ${id.slice(0, 60)}`, 'Choose one from the list of chain runs.');
  return chainRun;
}

/** The API answers a hundred at a time. */
const AT_ONCE = 100;

/** The last two hundred events up to `until`, oldest first. Numbers have no gaps, so they tell where to begin. */
export async function readEvents({ ask }: PageRequest, { id, total, until }: { id: string; total: number; until: number }) {
  const last = Math.min(until, total);
  const after = Math.max(0, last - 2 * AT_ONCE);
  const { chainRun } = await ask(ChainRunEvents, { id, after, middle: after + AT_ONCE });
  const read = [...(chainRun?.earlier.nodes ?? []), ...(chainRun?.later.nodes ?? [])];
  // Of a run at work newer ones may have come in between; with `until` they are not wanted.
  const events = read.filter(({ number }) => number <= until);
  return { events, older: after > 0 ? after : null };
}
